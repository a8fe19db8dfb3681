// auth, team, bots, users and user groups: who is who.

import { arg, flag, pageOf, refuse, type Call, type Method } from '../call.ts';
import type { SlackUser, Usergroup } from '../model.ts';
import type { Json } from '../json.ts';
import { userJson } from '../wire.ts';

/** Slack gives no number for the teams that are too large to be listed at once; this one is for tests. */
const unpagedMax = 1000;

const apiTest: Method = (call) => {
  if (arg(call, 'error') !== '') refuse(arg(call, 'error'), { args: call.args });
  return { args: call.args };
};

const authTest: Method = ({ workspace }) => ({
  url: `https://${workspace.teamDomain}.slack.com/`,
  team: workspace.teamName,
  user: workspace.botName,
  team_id: workspace.teamId,
  user_id: workspace.botUserId,
  bot_id: workspace.botId,
  is_enterprise_install: false,
  ...(workspace.enterprise ? { enterprise_id: workspace.enterprise.id } : {}),
});

const teamInfo: Method = (call) => {
  const { workspace } = call;
  const asked = arg(call, 'team') || workspace.teamId;
  if (asked !== workspace.teamId) refuse('team_not_found');
  return {
    team: {
      id: workspace.teamId,
      name: workspace.teamName,
      domain: workspace.teamDomain,
      email_domain: '',
      icon: { image_default: true },
      ...(workspace.enterprise
        ? { enterprise_id: workspace.enterprise.id, enterprise_name: workspace.enterprise.name }
        : {}),
    },
  };
};

const botsInfo: Method = (call) => {
  const { workspace } = call;
  if (arg(call, 'bot') !== workspace.botId) refuse('bot_not_found');
  return {
    bot: {
      id: workspace.botId,
      deleted: false,
      name: workspace.botName,
      updated: 1_700_000_000,
      app_id: workspace.appId,
      user_id: workspace.botUserId,
      icons: {},
    },
  };
};

const usersInfo: Method = (call) => {
  const user = call.workspace.users.get(arg(call, 'user'));
  if (!user) refuse('user_not_found');
  return { user: { ...userJson(call.workspace, user), ...localeOf(call) } };
};

function localeOf(call: Call): Json {
  return flag(call, 'include_locale') ? { locale: 'en-US' } : {};
}

const usersList: Method = (call) => {
  const everybody = [...call.workspace.users.values()];
  if (arg(call, 'limit') === '' && everybody.length > unpagedMax) refuse('limit_required');
  const page = pageOf<SlackUser>(call, everybody, { usual: unpagedMax });
  return {
    members: page.items.map((user) => ({ ...userJson(call.workspace, user), ...localeOf(call) })),
    cache_ts: call.workspace.seconds(),
    response_metadata: { next_cursor: page.nextCursor },
  };
};

const lookupByEmail: Method = (call) => {
  const asked = arg(call, 'email').toLowerCase();
  const user = [...call.workspace.users.values()].find(
    (candidate) => candidate.email?.toLowerCase() === asked && !candidate.deleted,
  );
  if (!user) refuse('users_not_found');
  return { user: userJson(call.workspace, user) };
};

function usergroupJson(call: Call, group: Usergroup): Json {
  return {
    id: group.id,
    team_id: call.workspace.teamId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_create: 1_700_000_000,
    date_update: 1_700_000_000,
    date_delete: group.isDisabled ? 1_700_000_000 : 0,
    auto_type: null,
    created_by: 'USLACKBOT',
    updated_by: 'USLACKBOT',
    deleted_by: group.isDisabled ? 'USLACKBOT' : null,
    prefs: { channels: [], groups: [] },
    ...(flag(call, 'include_count') ? { user_count: group.users.length } : {}),
    ...(flag(call, 'include_users') ? { users: group.users } : {}),
  };
}

function refuseWithoutUsergroups(call: Call): void {
  if (call.workspace.plan === 'free') refuse('plan_upgrade_required');
}

const usergroupsList: Method = (call) => {
  refuseWithoutUsergroups(call);
  const team = arg(call, 'team_id') || call.workspace.teamId;
  if (team !== call.workspace.teamId) refuse('invalid_team');
  return {
    usergroups: [...call.workspace.usergroups.values()]
      .filter((group) => !group.isDisabled || flag(call, 'include_disabled'))
      .map((group) => usergroupJson(call, group)),
  };
};

const usergroupUsers: Method = (call) => {
  refuseWithoutUsergroups(call);
  const group = call.workspace.usergroups.get(arg(call, 'usergroup'));
  if (!group || (group.isDisabled && !flag(call, 'include_disabled'))) refuse('no_such_subteam');
  return { users: group.users };
};

export const peopleMethods: Readonly<Record<string, Method>> = {
  'api.test': apiTest,
  'auth.test': authTest,
  'team.info': teamInfo,
  'bots.info': botsInfo,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.list': usergroupsList,
  'usergroups.users.list': usergroupUsers,
};
