// The chat of one person with the bot: found, opened, or brought about by installing the app for them.
import type { PersonId } from '#machines/incident-types.ts';
import type { Delivery } from '../port.ts';
import { ApiError, type Place } from './connector.ts';
import { failed, type Delivering } from './delivering.ts';
import { isRefused } from './find-earlier.ts';
import { aadObjectIdOf } from './identity.ts';
import type { Reachable } from './memory.ts';

/** How long Teams is given to put the app in place for somebody. */
const untilInstalledMs = 10_000;
const installsMax = 3;

/** Says something there. Who cannot be reached is a failure that names what people can do. */
export async function inPersonalChat(
  delivering: Delivering,
  person: PersonId,
  say: (place: Place) => Promise<Delivery>,
): Promise<Delivery> {
  const { tenantId, installs } = delivering;
  const id = aadObjectIdOf(person, tenantId);
  if (id === undefined)
    return failed('other_platform', 'That person is not in this Microsoft tenant.');
  try {
    const reachable = await reachableOf(delivering, id);
    if (reachable === undefined) return await install(delivering, id);
    if (reachable.goneAt !== null) return failed('app_removed', again);
    const delivery = await say(await chatOf(delivering, reachable));
    if (delivery.outcome === 'delivered') installs.delete(id);
    return delivery;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'ConversationBlockedByUser') return failed(error.code, blocked);
    if (!isWithoutApp(error)) throw error;
    return install(delivering, id);
  }
}

const again =
  'They took the app out of their Teams: ask them to add it again (Apps, then its name), or reach them another way.';
const blocked =
  'They have blocked the bot in Teams: ask them to unblock it in their chat with it, or reach them another way.';
const ask =
  'They do not have the app: ask them to add it in Teams (Apps, then its name). Or let the bot do it: grant the application permission TeamsAppInstallation.ReadWriteSelfForUser.All of Microsoft Graph.';

/** Not where an administrator has switched the bot off: that is no matter of one person. */
function isWithoutApp({ status, code }: ApiError): boolean {
  return (
    (status === 403 &&
      ['BotNotInConversationRoster', 'ForbiddenOperationException'].includes(code)) ||
    (status === 404 && code === 'ConversationNotFound')
  );
}

/** Whom the bot has never met is looked up in the team; undefined when they are not there. */
async function reachableOf(
  { api, memory, incidentsChannel }: Delivering,
  aadObjectId: string,
): Promise<Reachable | undefined> {
  const known = memory.person(aadObjectId);
  if (known !== undefined) return known;
  const team = incidentsChannel();
  if (team === undefined) return undefined;
  try {
    const { teamsId } = await api.member(team, aadObjectId);
    const { serviceUrl } = team;
    const met = { aadObjectId, teamsId, serviceUrl, chat: null, goneAt: null };
    memory.savePerson(met);
    return met;
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

async function chatOf(
  { api, memory }: Delivering,
  { aadObjectId, serviceUrl, teamsId, chat }: Reachable,
): Promise<Place> {
  if (chat !== null) return { serviceUrl, conversationId: chat, kind: 'personal' };
  const { conversationId } = await api.startChat({ serviceUrl, teamsId });
  // Looked up again: they may have written meanwhile.
  const known = memory.person(aadObjectId);
  if (known !== undefined) memory.savePerson({ ...known, chat: conversationId });
  return { serviceUrl, conversationId, kind: 'personal' };
}

async function install({ graph, installs }: Delivering, aadObjectId: string): Promise<Delivery> {
  const tried = installs.get(aadObjectId) ?? 0;
  if (tried >= installsMax) {
    installs.delete(aadObjectId);
    return failed('app_not_installed', ask);
  }
  try {
    await graph.installFor(aadObjectId);
  } catch (error) {
    if (isRefused(error)) return failed('app_not_installed', ask);
    throw error;
  }
  installs.set(aadObjectId, tried + 1);
  return { outcome: 'retryLater', reason: 'app_being_installed', afterMs: untilInstalledMs };
}
