// What a person can do about an error code of Slack's, in one sentence. Codes without a sentence are shown as they are.

const newToken =
  'Slack no longer accepts the bot token: reinstall the app in Slack, set SLACK_BOT_TOKEN anew and restart.';
const tokenCodes: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);
const inviteBot = (botName: string): string =>
  `The bot cannot write there: in that channel, type /invite @${botName}.`;
const workspaceSetting =
  'A setting of the Slack workspace forbids this to apps: ask a workspace administrator to allow it.';
const noUploads = 'The Slack workspace does not allow this upload: ask a workspace administrator.';
const reactivate =
  'That Slack account is deactivated or hidden from the bot: reach the person another way.';

const remedies: Readonly<Record<string, (botName: string) => string>> = {
  ...Object.fromEntries([...tokenCodes].map((code) => [code, () => newToken])),
  org_login_required: () =>
    'The Slack organisation is being moved: try again when Slack says it is done.',
  ekm_access_denied: () =>
    'The key for this Slack workspace is revoked: ask a workspace administrator.',
  accesslimited: () => workspaceSetting,
  team_access_not_granted: () =>
    'The Slack organization does not give this workspace to the app: one of its administrators can add it.',
  channel_not_found: inviteBot,
  not_in_channel: inviteBot,
  is_archived: () => 'The channel is archived: unarchive it in Slack, then retry.',
  is_inactive: () => 'The channel is archived: unarchive it in Slack, then retry.',
  restricted_action: () => workspaceSetting,
  restricted_action_read_only_channel: () => workspaceSetting,
  restricted_action_thread_only_channel: () => workspaceSetting,
  app_access_restricted: () => workspaceSetting,
  no_permission: () => workspaceSetting,
  cannot_create_channel: () => workspaceSetting,
  edit_window_closed: () => workspaceSetting,
  user_not_found: () => reactivate,
  user_disabled: () => reactivate,
  user_not_visible: () => reactivate,
  message_not_found: () => 'Somebody deleted that message in Slack.',
  too_many_pins: () => 'The channel has too many pinned messages: unpin some.',
  storage_limit_reached: () =>
    'The Slack workspace is out of file storage: ask a workspace administrator.',
  file_uploads_disabled: () => noUploads,
  file_upload_size_restricted: () => noUploads,
  file_type_not_allowed: () => noUploads,
  file_uploads_except_images_disabled: () => noUploads,
  cant_archive_general: () => 'Slack does not archive its default channel.',
  cant_archive_required: () => 'Slack does not archive a channel that everybody must be in.',
};

/** Every code that has a sentence: docs/slack.md explains each. */
export const remedyCodes: readonly string[] = [...Object.keys(remedies), 'missing_scope'];

/** Slack takes the token no longer: only another one helps. */
export function isTokenRefused(code: string): boolean {
  return tokenCodes.has(code);
}

export function remedyFor(
  code: string,
  needed: string | undefined,
  botName: string,
): string | undefined {
  if (code === 'missing_scope') {
    return `The bot lacks the Slack scope ${needed ?? '(not named by Slack)'}: add it under "OAuth & Permissions" and reinstall the app.`;
  }
  return Object.hasOwn(remedies, code) ? remedies[code]?.(botName) : undefined;
}

/** The same for `apps.connections.open`, which takes the app's own token. */
export function appTokenRemedy(code: string): string | undefined {
  switch (code) {
    case 'invalid_auth':
    case 'not_authed':
    case 'token_revoked':
    case 'account_inactive':
      return 'Slack does not accept SLACK_APP_TOKEN: make a new app-level token under "Basic Information" and restart.';
    case 'not_allowed_token_type':
      return 'SLACK_APP_TOKEN must be an app-level token (it starts with xapp-), made under "Basic Information".';
    case 'missing_scope':
      return 'The app-level token lacks connections:write: make one that has it under "Basic Information", set SLACK_APP_TOKEN and restart.';
    default:
      return undefined;
  }
}
