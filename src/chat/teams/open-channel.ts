// A standard channel of the team for an open incident. Names are taken for as long as Teams keeps a deleted channel.
import type { Deed, Delivery } from '../port.ts';
import { ApiError } from './connector.ts';
import { failed, makeOnce, type Delivering } from './delivering.ts';
import { madeFrom, opened, rememberedRoom } from './made-room.ts';
import type { KnownPlace } from './memory.ts';

type OpenRoom = Extract<Deed, { kind: 'openChannel' }>;

const nameMax = 50;
const descriptionMax = 1024;
const suffixesMax = 9;
/** How long Teams is given for a channel that it has only accepted to make. */
const untilMadeMs = 10_000;

type Made = { channelId: string; url: string | null };

/** Rejects with the ApiError by which Graph refuses to make channels there. */
export async function openChannel(
  delivering: Delivering,
  deed: OpenRoom,
  incidents: KnownPlace,
): Promise<Delivery> {
  const { teamId } = incidents;
  if (teamId === undefined)
    return failed('no_team', 'Set TEAMS_INCIDENTS_CHANNEL to a link that names the team too.');
  const wished = names(deed.name);
  const earlier = rememberedRoom(
    delivering,
    deed,
    ({ kind, name, conversationId }) =>
      kind === 'channel' && !conversationId.includes(';') && wished.includes(name ?? ''),
  );
  if (earlier !== undefined)
    return opened(delivering, { place: earlier, name: earlier.name ?? deed.name, url: null });
  for (const name of wished) {
    const made = await create(delivering, { teamId, name, deed });
    if (made === 'nameTaken') continue;
    if ('outcome' in made) return made;
    const { channelId, url } = made;
    const place = { ...incidents, conversationId: channelId, channelId, name };
    delivering.memory.savePlace(place);
    return opened(delivering, { place, name, url });
  }
  return failed('name_taken', `Channels named ${deed.name} exist already: rename some.`);
}

/** Teams allows no `~ # % & * { } + / \ : < > ? | ' "` in them. */
function names(wished: string): string[] {
  const base = wished
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '-')
    .slice(0, nameMax - 2)
    .trim();
  return [
    base,
    ...Array.from({ length: suffixesMax - 1 }, (_none, index) => `${base}-${index + 2}`),
  ];
}

async function create(
  delivering: Delivering,
  { teamId, name, deed }: { teamId: string; name: string; deed: OpenRoom },
): Promise<Made | Delivery | 'nameTaken'> {
  const { graph } = delivering;
  try {
    return await makeOnce(delivering, () =>
      graph.createChannel(teamId, { name, description: deed.purpose.slice(0, descriptionMax) }),
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 202)
      return { outcome: 'retryLater', reason: 'channel_in_the_making', afterMs: untilMadeMs };
    if (error.status !== 400 && error.status !== 409) throw error;
    const there = await graph.findChannel(teamId, name);
    if (there !== null && isOurs(delivering, deed, there)) return there;
    // A deleted channel keeps its name, but is not shown.
    if (there !== null || error.code === 'NameAlreadyExists') return 'nameTaken';
    throw error;
  }
}

/** An earlier attempt of this effect can have made it. */
function isOurs(
  delivering: Delivering,
  { former = [] }: OpenRoom,
  { channelId, madeAt }: Made & { madeAt: string | null },
): boolean {
  const isFirst = delivering.effect.attempt === 1;
  if (isFirst || madeAt === null || former.includes(channelId)) return false;
  return Temporal.Instant.compare(Temporal.Instant.from(madeAt), madeFrom(delivering)) >= 0;
}
