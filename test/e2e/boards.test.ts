// What is kept current for everybody at once: each person's home page, and the digest of the announcement channel.
import { afterEach, describe, expect, test } from 'vitest';
import { elementsOf, findButton, mentionsIn, textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;

afterEach(async () => {
  await door[Symbol.asyncDispose]();
});

const soon = (): Promise<void> => door.later({ seconds: 5 });
const home = (user: string): string => {
  const view = door.server.home(user);
  return view === undefined ? '' : textOf({ blocks: view.blocks });
};
async function opens(user: string): Promise<void> {
  await door.slack.homeOpened(user);
  await soon();
}
async function presses(user: string, label: string): Promise<void> {
  const view = door.server.home(user);
  if (view === undefined) throw new Error('there is no home page');
  const { actionId, blockId, value } = findButton({ blocks: view.blocks }, label);
  await door.slack.clickInView({ user, viewId: view.id, actionId, blockId, value });
  await soon();
}

describe('the home page', () => {
  test('of a newcomer says how to begin', async () => {
    door = await openSlackDoor();
    await opens('UADA');

    expect(home('UADA')).toMatch(/Nothing waits for you/);
    expect(home('UADA')).toMatch(/No incident is open that you can see/);
    await presses('UADA', 'Declare an incident');
    expect(door.openForm('ada')).toMatch(/Declare/);
    expect(door.verify()).toEqual([]);
  });

  test('shows my tasks with buttons, my roles, who leads, and follows what happens', async () => {
    door = await openSlackDoor();
    await opens('UBEN');
    await door.types('ada', 'general', 'declare Token theft --level 2');
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await door.types('ada', 'incident', 'role engineering_lead @ben');
    await door.types('ada', 'incident', 'task add Collect the logs @ben');
    await soon();

    expect(home('UBEN')).toMatch(/Collect the logs/);
    expect(home('UBEN')).toMatch(/engineering lead of INC-\d+-0001/i);
    expect(home('UBEN')).toMatch(/not answered yet/);
    expect(home('UBEN')).toMatch(/lead <@UADA>/);
    expect(home('UBEN')).toMatch(/next sitrep/);
    const before = door.server.callsOf('views.publish').length;
    await presses('UBEN', 'Acknowledge');

    expect(door.timeline().join('\n')).toMatch(/acknowledged by/);
    expect(home('UBEN')).toMatch(/acknowledged|seen/i);
    expect(door.server.callsOf('views.publish').length - before).toBe(1);
    expect(door.verify()).toEqual([]);
  });

  test('shows a private incident to who belongs to it, and no longer once they are out', async () => {
    door = await openSlackDoor();
    await door.types('ada', 'general', 'declare Supplier breach --level 2 --private');
    await opens('UADA');
    await opens('UBEN');
    expect(home('UADA')).toMatch(/Supplier breach/);
    expect(home('UBEN')).not.toMatch(/Supplier|INC-/);

    await door.types('ada', 'incident', 'invite @ben');
    await soon();
    expect(home('UBEN')).toMatch(/Supplier breach/);
    const [room] = [...door.server.workspace.channels.values()].filter(({ name }) =>
      name.startsWith('inc-'),
    );
    await door.slack.leaves({ user: 'UBEN', channel: room?.id ?? '' });
    await soon();
    expect(home('UBEN')).not.toMatch(/Supplier|INC-/);
  });

  test('of a guest shows nothing of any incident', async () => {
    door = await openSlackDoor();
    await door.types('ada', 'general', 'declare Token theft');
    door.server.addUser({ id: 'UGUS', isGuest: true });
    await opens('UGUS');

    expect(home('UGUS')).toMatch(/led by the members/);
    expect(elementsOf({ blocks: door.server.home('UGUS')?.blocks ?? [] })).toEqual([]);
  });

  test('of thirty changes in a burst is published once or twice, and what Slack fails is published later', async () => {
    door = await openSlackDoor();
    await opens('UADA');
    door.server.fault('views.publish', '503', 1);
    door.server.fault('views.publish', 'resetAfter', 1);
    await door.types('ada', 'general', 'declare Token theft --level 4');
    const before = door.server.callsOf('views.publish').length;
    for (let n = 1; n <= 30; n += 1) await door.types('ada', 'incident', `task add Step ${n} @ada`);
    await door.later({ minutes: 5 });

    expect(home('UADA')).toMatch(/and \d+ more|Step 30/);
    expect(door.server.callsOf('views.publish').length - before).toBeLessThanOrEqual(4);
    expect(door.verify()).toEqual([]);
  });

  test('says why a press was refused, in a window', async () => {
    door = await openSlackDoor();
    await door.types('ada', 'general', 'declare Token theft --level 4');
    await door.types('ada', 'incident', 'task add Collect the logs @ben');
    await opens('UBEN');
    await door.types('ben', 'incident', 'home');
    const view = door.server.home('UBEN');
    const stale = findButton({ blocks: view?.blocks ?? [] }, 'Done');
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await door.types(
      'ada',
      'incident',
      `waive ${/done (\d+)/.exec(stale.value ?? '')?.[1]} not needed`,
    );
    await door.slack.clickInView({ user: 'UBEN', viewId: view?.id ?? '', ...stale });
    await door.bot.app.settled();

    const window = door.server.openViews('UBEN').at(-1);
    expect(textOf({ blocks: window?.blocks ?? [] })).toMatch(/waived/);
  });

  test('can be read by typing, too', async () => {
    door = await openSlackDoor();
    await door.types('ada', 'general', 'declare Token theft --level 4');
    expect((await door.types('ada', 'general', 'home')).text).toMatch(/Token theft/);
  });
});

const digests = () =>
  door.server.messages('CANNOUNCE').filter((message) => /Incidents now/.test(textOf(message)));

describe('the digest of the announcement channel', () => {
  test('is one pinned message that follows, names people without calling them, and keeps private ones private', async () => {
    door = await openSlackDoor({ SSIRP_DIGEST: 'on' });
    await door.types('ada', 'general', 'declare Token theft --level 2');
    await door.types('ada', 'general', 'declare Supplier breach --level 1 --private');
    await soon();
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await soon();

    expect(digests()).toHaveLength(1);
    const [digest] = digests();
    const text = textOf(digest ?? { text: '' });
    expect(text).toMatch(/2 open/);
    expect(text).toMatch(/Token theft/);
    expect(text).toMatch(/lead @ada/);
    expect(text).toMatch(/INC-\d+-0002\*?: private incident\. Ask @ada/);
    expect(text).not.toMatch(/Supplier/);
    expect(mentionsIn(digest ?? { text: '' }).filter((mark) => mark.startsWith('<@'))).toEqual([]);
    expect(door.server.pinned('CANNOUNCE').map(({ ts }) => ts)).toContain(digest?.ts);

    await door.types('ada', 'incident', 'stand-down a test');
    await soon();
    expect(textOf(digests()[0] ?? { text: '' })).toMatch(/1 open/);
    expect(textOf(digests()[0] ?? { text: '' })).toMatch(/Closed in the last day/);
    expect(door.verify()).toEqual([]);
  });

  test.each(['resetAfter', 'resetBefore', '503', 'ratelimited'] as const)(
    'is there once when Slack answers its posting with %s',
    async (fault) => {
      door = await openSlackDoor({ SSIRP_DIGEST: 'on' });
      door.server.fault('chat.postMessage', fault, 1, {
        when: ({ channel, text }) =>
          channel === 'CANNOUNCE' && (text ?? '').startsWith('Incidents now'),
      });
      await door.types('ada', 'general', 'declare Token theft --level 4');
      await door.later({ minutes: 10 });

      expect(digests()).toHaveLength(1);
      expect(door.verify()).toEqual([]);
    },
  );

  test('that somebody deleted is posted anew', async () => {
    door = await openSlackDoor({ SSIRP_DIGEST: 'on' });
    await door.types('ada', 'general', 'declare Token theft --level 4');
    await soon();
    const channel = door.server.channel('CANNOUNCE');
    channel.messages.splice(
      channel.messages.findIndex(({ ts }) => ts === digests()[0]?.ts),
      1,
    );
    await door.types('ada', 'incident', 'level 3 it spreads');
    await door.later({ minutes: 5 });

    expect(digests()).toHaveLength(1);
    expect(textOf(digests()[0] ?? { text: '' })).toMatch(/L3/);
  });
});
