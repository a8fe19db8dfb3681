// An export in Teams from the command to the file: offered to whoever asked, made when they take it, and only for somebody
// who may see the incident then.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { objectAt, objectsAt, type Json } from '../slack-server/json.ts';
import type { TeamsMessage } from '../teams-server/model.ts';
import { cardOf, textOf } from '../teams-server/reading.ts';
import { openTeamsDoor, type TeamsDoor } from '../support/teams-door.ts';

let door: TeamsDoor;

beforeEach(async () => {
  door = await openTeamsDoor();
  await door.types('ada', 'general', 'declare Worm --level 2 --private');
  await door.later({ minutes: 2 });
  await door.types('ada', 'incident', 'invite @ben');
  await door.later({ minutes: 2 });
});

afterEach(async () => {
  // oxlint-disable-next-line vitest/no-standalone-expect -- holds after every test
  expect(door.verify()).toEqual([]);
  await door[Symbol.asyncDispose]();
});

const chatOf = (handle: string): string =>
  door.server.world.personalChat(door.person(handle).aadObjectId).id;
const attachments = (message: TeamsMessage): Json[] => objectsAt(message.activity, 'attachments');
const shows = (kind: string) => (message: TeamsMessage) =>
  attachments(message).some(({ contentType }) => String(contentType).endsWith(kind));
const inChat = (handle: string): TeamsMessage[] => door.server.world.messagesIn(chatOf(handle));
const offersTo = (handle: string): TeamsMessage[] => inChat(handle).filter(shows('file.consent'));
const filesOf = (handle: string): TeamsMessage[] => inChat(handle).filter(shows('file.info'));
const lastWords = (handle: string): string => {
  const last = inChat(handle).at(-1);
  return (last && textOf(cardOf(last) ?? {})) ?? '';
};
const stored = (): string[] =>
  [...door.server.uploads.all.values()]
    .filter(({ isComplete }) => isComplete)
    .map(({ content }) => content.toString('utf8'));

async function exported(handle: string, format = 'md'): Promise<TeamsMessage> {
  await door.types(handle, 'incident', `export ${format}`);
  await door.later({ seconds: 30 });
  const offer = offersTo(handle).at(-1);
  if (offer === undefined) throw new Error('nothing was offered');
  return offer;
}

async function answers(handle: string, message: TeamsMessage, accepts: boolean): Promise<void> {
  const by = door.person(handle).aadObjectId;
  const on = { by, in: chatOf(handle), message: message.id, accepts };
  const { failure } = await door.teams.answersFile(on);
  if (failure !== undefined) throw new Error(failure);
  await door.settled();
}

describe('a file that was offered', () => {
  test('and taken is made of the record as it is then, and stands in the place of the offer', async () => {
    const offer = await exported('ada');
    await door.types('ada', 'incident', 'note Said after the offer');
    await answers('ada', offer, true);

    expect(stored()).toHaveLength(1);
    expect(stored()[0]).toContain('Said after the offer');
    expect(filesOf('ada')).toHaveLength(1);
    expect(offersTo('ada')).toEqual([]);
  });

  test.each(['html', 'json', 'csv'])('can be %s as well', async (format) => {
    await answers('ada', await exported('ada', format), true);

    expect(stored()[0]).toContain('Worm');
  });

  test('and not wanted is not stored, and it is said how to get it', async () => {
    await answers('ada', await exported('ada'), false);

    expect(door.server.uploads.all.size).toBe(0);
    expect(offersTo('ada')).toEqual([]);
    expect(lastWords('ada')).toMatch(/ask for the export again/u);
  });

  test('is stored once although the client repeats the answer', async () => {
    const offer = await exported('ada');
    const by = door.person('ada').aadObjectId;
    const on = { by, in: chatOf('ada'), message: offer.id, accepts: true };
    const first = await door.teams.answersFile(on);
    await door.teams.sendAgain(first);
    await door.settled();
    await door.teams.sendAgain(first);
    await door.settled();

    expect(stored()).toHaveLength(1);
    expect(filesOf('ada')).toHaveLength(1);
  });

  test('is not given to somebody who was taken out of the incident meanwhile', async () => {
    const offer = await exported('ben');
    await door.types('ada', 'incident', 'remove @ben no longer on call');
    await door.later({ minutes: 2 });
    await answers('ben', offer, true);

    expect(stored()).toEqual([]);
    expect(lastWords('ben')).not.toContain('Worm');
    expect(filesOf('ben')).toEqual([]);
  });

  test.each([
    ['another incident', { i: 'INC-2026-0099', f: 'md' }],
    ['another format', { i: 'INC-2026-0001', f: '../../etc/passwd' }],
    ['nothing', null],
  ])('is not given for an answer that was made to name %s', async (_what, context) => {
    const offer = await exported('ada');
    const on = { by: door.person('ada').aadObjectId, in: chatOf('ada'), message: offer.id };
    await door.teams.answersFile(
      { ...on, accepts: true },
      {
        change: (activity) => ({
          ...activity,
          value: { ...objectAt(activity, 'value'), context },
        }),
      },
    );
    await door.settled();

    expect(stored()).toEqual([]);
    expect(filesOf('ada')).toEqual([]);
  });

  test('goes to no other place than Microsoft names by a safe address', async () => {
    const offer = await exported('ada');
    const on = { by: door.person('ada').aadObjectId, in: chatOf('ada'), message: offer.id };
    const uploadInfo = { uploadUrl: 'http://169.254.169.254/latest', name: 'x', contentUrl: 'x' };
    await door.teams.answersFile(
      { ...on, accepts: true },
      {
        change: (activity) => ({
          ...activity,
          value: { ...objectAt(activity, 'value'), uploadInfo },
        }),
      },
    );
    await door.settled();

    expect(filesOf('ada')).toEqual([]);
  });

  test('whose place has expired can be asked for again', async () => {
    const offer = await exported('ada');
    door.server.fault('upload', 'error', 1, { status: 404, code: 'itemNotFound' });
    await answers('ada', offer, true);

    expect(stored()).toEqual([]);
    expect(lastWords('ada')).toMatch(/Teams did not take the file/u);
    expect(offersTo('ada')).toEqual([]);
  });
});
