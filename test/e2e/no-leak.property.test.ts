// Whatever happens in a private or restricted incident, and in whatever order: outside its room and the direct messages
// of those who belong nothing is seen of it but its number and whom to ask.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allIncidents, membersOf } from '#db/incidents.ts';
import { consoleChannels, consoleMessages, outbox } from '#db/schema.ts';
import { consoleDoorOf } from '../support/console-door.ts';
import { outside, rooms } from '../support/outside.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

/** Title, text, product, level, phase and link of the incident. */
const secret =
  /Contoso|breach|Hypervisor|Critical|High|Elevated|Watch|\bL[1-4]\b|mobilize|assess|remediate|archives\/C/i;

type Act = (door: SlackDoor) => Promise<unknown>;
const said =
  (who: string, text: string): Act =>
  (door) =>
    door.types(who, 'general', text);
const inRoom =
  (act: (slack: SlackDoor['slack'], channel: string) => Promise<unknown>): Act =>
  async (door) => {
    const channel = rooms(door).at(-1) ?? '';
    if (door.server.workspace.channels.has(channel)) await act(door.slack, channel);
  };

const acts: Record<string, Act> = {
  brief: said('ada', 'INC-1 brief Contoso was breached'),
  level: said('ada', 'INC-1 level 1 the breach spreads'),
  affected: said('ada', 'INC-1 affected Hypervisor 7'),
  lead: said('ada', 'INC-1 role crisis_lead @me'),
  invite: said('ada', 'INC-1 invite @ben'),
  task: said('ada', 'INC-1 task add Call Contoso @ben'),
  override: said('ada', 'INC-1 advance --override no time'),
  sitrep: said('ada', 'INC-1 sitrep Contoso answers'),
  export: said('ada', 'INC-1 export md'),
  standDown: said('ada', 'INC-1 stand-down no breach at all'),
  reopen: said('ada', 'INC-1 reopen a breach after all'),
  remove: said('ada', 'INC-1 remove @ben not needed'),
  listed: said('dara', 'list all'),
  asked: said('dara', 'INC-1 who'),
  tasks: said('dara', 'tasks mine'),
  admin: said('ines', 'list all'),
  health: said('ines', 'health'),
  home: (door) => door.slack.homeOpened('UDARA'),
  homeOfAdmin: (door) => door.slack.homeOpened('UINES'),
  outsider: inRoom((slack, channel) => slack.joins({ user: 'UDARA', channel })),
  public: inRoom((slack, channel) => slack.converts({ by: 'UADA', channel, to: 'public' })),
  shared: inRoom((slack, channel) => slack.sharesExternally({ by: 'UADA', channel })),
  archived: inRoom((slack, channel) => slack.archives({ by: 'UADA', channel })),
  deleted: inRoom((slack, channel) => slack.deletes({ by: 'UADA', channel })),
  another: said('ada', 'INC-1 room new the old one is lost'),
  refused: async (door) =>
    door.server.fault('chat.postMessage', 'error', 1, { error: 'is_archived' }),
  day: (door) => door.bot.later({ hours: 25 }),
};

const walk = fc.array(fc.constantFrom(...Object.keys(acts)), { minLength: 2, maxLength: 6 });
/** Somewhere on the way an outsider comes into the room. */
const walks = fc.tuple(walk, walk).map(([before, after]) => [...before, 'outsider', ...after]);

test.each(['private', 'restricted'])(
  'A %s incident shows nothing outside, and nobody uninvited ever belongs to it or is brought into its room',
  { timeout: 60_000 },
  async (visibility) => {
    await fc.assert(
      fc.asyncProperty(walks, async (walked) => {
        // Of a private incident an admin may read everything, of a restricted one nothing.
        const admin = visibility === 'restricted' ? 'UINES' : 'UPAT';
        await using door = await openSlackDoor({ SSIRP_ADMINS: admin });
        door.server.addUser({ id: 'UINES', name: 'ines' });
        await said('ada', `declare Contoso breach --level 2 --${visibility}`)(door);
        for (const name of walked) {
          await acts[name]?.(door);
          await door.bot.app.settled();
          await door.slack.echoes();
          await door.bot.app.settled();
        }
        await door.bot.later({ minutes: 10 });

        expect(outside(door, ['UADA', 'UBEN']).filter((line) => secret.test(line))).toEqual([]);
        const metrics = await fetch(`http://127.0.0.1:${door.bot.port}/metrics`);
        expect(await metrics.text()).not.toMatch(/Contoso|breach|Hypervisor/);
        const [row] = allIncidents(door.bot.app.store.db);
        expect(['slack:T0SSIRP01:UADA', 'slack:T0SSIRP01:UBEN']).toEqual(
          expect.arrayContaining(membersOf(door.bot.app.store.db, row?.id ?? '')),
        );
        const invited = door.server
          .callsOf('conversations.invite')
          .map(({ args }) => args['users']);
        expect(invited.join()).not.toMatch(/UDARA|UINES/);
        for (const { args } of door.server.callsOf('conversations.create'))
          expect(JSON.stringify([args['name'], args['is_private']])).toMatch(
            /^\["inc-\d{4}-\d{4}(-\d)?","true"\]$/,
          );
        expect(door.verify()).toEqual([]);
      }),
      { numRuns: 3 },
    );
  },
);

/** What else happens where the platforms mirror each other: an open incident beside it, and people of the other side. */
const mirroredActs: Record<string, Act> = {
  ...acts,
  open: said('ada', 'declare Overheated rack --level 3 --anyway'),
  intoOpen: said('ada', 'INC-1 merge INC-2 the same'),
  fromOpen: said('ada', 'INC-2 merge INC-1 the same'),
  theirs: (door) => onConsole(door, 'INC-2 role crisis_lead @me'),
  theirLead: said('ada', 'INC-1 role scribe @kiri'),
  theirTask: said('ada', 'INC-1 task add Call Contoso @kiri'),
  theirInvitation: said('ada', 'INC-1 invite @kiri'),
  theirLook: (door) => onConsole(door, 'INC-1 timeline'),
  theirForm: (door) => onConsole(door, 'INC-1 sitrep'),
  theirList: (door) => onConsole(door, 'list all'),
};

/** Kiri is an admin on the other platform. */
async function onConsole(door: SlackDoor, text: string): Promise<string> {
  return (await consoleDoorOf(door.bot).types('kiri', 'general', text)).text;
}

test.each(['private', 'restricted'])(
  'Nothing of a %s incident reaches the platform that mirrors its own',
  { timeout: 60_000 },
  async (visibility) => {
    const mirroredWalk = fc.array(fc.constantFrom(...Object.keys(mirroredActs)), {
      minLength: 6,
      maxLength: 14,
    });
    await fc.assert(
      fc.asyncProperty(mirroredWalk, async (walked) => {
        await using door = await openSlackDoor({
          SSIRP_ADMINS: 'kiri',
          SSIRP_CONSOLE: 'on',
          SSIRP_MIRROR: 'slack:T0SSIRP01=console:local',
        });
        door.server.addUser({ id: 'UINES', name: 'ines' });
        const answers: unknown[] = [];
        await said('ada', `declare Contoso breach --level 2 --${visibility}`)(door);
        for (const name of walked) {
          answers.push(await mirroredActs[name]?.(door));
          await door.bot.app.settled();
          await door.slack.echoes();
          await door.bot.app.settled();
        }
        await door.bot.later({ minutes: 10 });

        const { db } = door.bot.app.store;
        const seen = [
          ...db.select().from(consoleChannels).all(),
          ...db.select().from(consoleMessages).all(),
          ...answers.filter((answer) => typeof answer === 'string'),
        ].map((one) => JSON.stringify(one));
        expect(seen.filter((line) => /Contoso|breach|Hypervisor/i.test(line))).toEqual([]);
        const there = db.select().from(outbox).all();
        const [row] = allIncidents(db);
        expect(
          there.filter(
            ({ incidentId, tenant }) => incidentId === row?.id && tenant === 'console:local',
          ),
        ).toEqual([]);
        expect(membersOf(db, row?.id ?? '').join()).not.toContain('console:');
        expect(door.verify()).toEqual([]);
      }),
      { numRuns: 3 },
    );
  },
);
