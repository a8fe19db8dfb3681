// The main job, as one conversation, through every door: declare, mobilize, acknowledge, advance, export.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bot } from '../support/bot.ts';
import { openConsoleDoor } from '../support/console-door.ts';
import type { Door, Said, Seen } from '../support/door.ts';
import { openSlackDoor } from '../support/slack-door.ts';
import { openTeamsDoor } from '../support/teams-door.ts';

/** Where people reach the bot. */
const PUBLIC_URL = 'https://bot.example';
const doors: Record<string, () => Promise<Door & { bot: Bot }>> = {
  'the local console': () => openConsoleDoor({ PUBLIC_URL }),
  Slack: () => openSlackDoor({ PUBLIC_URL }),
  Teams: () => openTeamsDoor({ PUBLIC_URL }),
};

type Step = [who: string, says: string, isAnswered: RegExp];

/** Level 3: crisis lead, engineering lead, comms lead. */
const mobilized: Step[] = [
  ['ada', 'role crisis_lead @me', /took the role crisis lead/],
  ['ben', 'role engineering_lead @me', /took the role engineering lead/],
  ['ada', 'role comms_lead @dara', /was asked to take the role comms lead/],
  ['ada', 'advance', /To leave mobilize you still need.*comms lead.*initial brief.*TLP/s],
  ['dara', 'role comms_lead @me', /acknowledged the role comms lead/],
  ['ada', 'brief Mailboxes are read by strangers; two customers, one build.', /Initial brief/],
  ['ada', 'tlp AMBER', /TLP:AMBER/],
  ['ada', 'advance', /Phase assess begins/],
];
const assessed: Step[] = [
  ['ben', 'scope Front-end authentication of the mail server', /Scope/],
  ['ben', 'affected Mail Server 2019, Mail Server 2016', /Mail Server 2016/],
  ['dara', 'fact attacks --at 09:00 two customers', /Attacks are observed.*raised from 3 to 2/s],
  ['ada', 'role legal @me', /took the role legal/],
  ['ada', 'stand-down it was nothing', /can no longer be stood down/],
  ['ada', 'advance', /mitigation.*decision|decision.*mitigation/s],
  ['ben', 'mitigation URL rewrite rule on the front end, tested', /Mitigation tested/],
  ['ben', 'decide fix root cause known', /Decision: build a fix/],
  ['ada', 'advance', /Phase remediate begins/],
];
const remediated: Step[] = [
  ['ben', 'fix built build 15.2.792', /goes to verification/],
  ['ben', 'fix failed it breaks calendar sync', /The fix failed/],
  ['ben', 'fix built build 15.2.793', /goes to verification/],
  ['ben', 'fix verified', /goes to validation/],
  ['ben', 'fix ready', /ready for release/],
  ['ben', 'approve comms', /comms lead/],
  ['dara', 'approve comms', /Release approved for communications/],
  ['ada', 'approve legal', /Release approved for legal/],
  ['ada', 'advance', /Phase communicate begins/],
];
const communicated: Step[] = [
  ['ada', 'go', /Go for release/],
  ['ben', 'go', /Go for release/],
  ['dara', 'go', /Go for release/],
  [
    'dara',
    'guidance Update now: https://example.com/advisory',
    /Approval 1: publish this guidance.*to be approved by somebody else/s,
  ],
  ['dara', 'approve 1', /somebody else must approve it/],
  ['ada', 'approve 1', /Released, customer guidance is out/],
  ['ada', 'advance', /monitoring/],
  ['ada', 'monitoring waive telemetry is quiet', /monitoring window is waived/],
  ['ada', 'advance', /Phase review begins/],
];
const reviewed: Step[] = [
  ['ben', 'finding technical The parser had no fuzzing', /Finding \(technical\)/],
  ['ada', 'followup Fuzz the parser @ben', /Follow-up \d+ added/],
  ['ada', 'postmortem Two customers were hit; fixed within hours.', /Postmortem held/],
  ['ada', 'close', /follow-up/i],
];

/** What they say, one below the other. */
function told(messages: readonly Seen[]): string {
  return messages.map(({ text }) => text).join('\n');
}

async function play(door: Door, steps: readonly Step[]): Promise<void> {
  for (const [who, says, isAnswered] of steps) {
    const { text } = await door.types(who, 'incident', says);
    expect(text, `${who}: /incident ${says}`).toMatch(isAnswered);
  }
}

describe.each(Object.entries(doors))('through %s', (_name, openDoor) => {
  let door: Door & { bot: Bot };
  beforeEach(async () => {
    door = await openDoor();
  });
  afterEach(async () => {
    await door[Symbol.asyncDispose]();
  });

  const declare = async (): Promise<void> => {
    const { text } = await door.types('ada', 'general', 'declare Exchange zero-day --level 3');
    expect(text).toMatch(/INC-\d{4}-0001/);
  };

  test('an incident is led from declaration to postmortem', async () => {
    await declare();
    expect(await door.channelName()).toMatch(/^inc-\d{4}-0001-exchange-zero-day$/);
    expect(await door.topic()).toMatch(/INC-\d{4}-0001.*mobilize/);
    await play(door, mobilized);
    expect(await door.topic()).toMatch(/assess.*lead @(ada|Ada Reyes)/);
    expect(await door.members()).toEqual(['ada', 'ben', 'dara']);
    await play(door, assessed);
    await play(door, remediated);
    await play(door, communicated);
    await play(door, reviewed);

    const n = /Follow-up (\d+) added.*Fuzz the parser/.exec(door.timeline().join('\n'))?.[1] ?? '';
    const open = await door.types('ada', 'incident', 'close');
    for (const [, task = ''] of open.text.matchAll(/assign (\d+) @user/g)) {
      if (task !== n)
        await play(door, [
          ['ada', `assign ${task} @ben`, /assigned/],
          ['ada', `due ${task} in 2w`, /due/],
        ]);
    }
    await play(door, [
      ['ada', `due ${n} in 2w`, /due/],
      ['ada', 'close', /Approval 2: close the incident/],
      ['ben', 'approve 2', /Incident closed/],
      ['ada', 'export md', /exported as md/],
      ['ada', 'export csv', /exported as csv/],
      ['ada', 'export json', /exported as json/],
      ['ada', 'export html', /exported as html/],
    ]);
    const files = await door.files();
    expect(
      files.map(({ name }) => name.split('.').at(-1) ?? '').toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['csv', 'html', 'json', 'md']);
    const postmortem = files.find(({ name }) => name.endsWith('.md'))?.content ?? '';
    for (const heading of [
      'Response metrics',
      'Sequence of events',
      'Technical lapses',
      'Findings and follow-ups',
    ]) {
      expect(postmortem).toContain(heading);
    }
    expect(postmortem).toContain('The parser had no fuzzing');
    expect(await door.topic()).toMatch(/closed/);
    expect(door.verify()).toEqual([]);
  });

  test('the status card is pinned and kept current', async () => {
    await declare();
    const [card, ...others] = await door.pinned();
    expect(others).toEqual([]);
    expect(card?.text).toMatch(/Exchange zero-day/);
    await play(door, mobilized);
    const [later, ...more] = await door.pinned();
    expect(more).toEqual([]);
    expect(later?.text).toMatch(/AMBER/);
    expect(later?.text).toMatch(/Ada Reyes|UADA/);
  });

  test('tasks are acknowledged and done by buttons on their cards', async () => {
    await declare();
    await play(door, [['ada', 'role crisis_lead @me', /crisis lead/]]);
    await door.presses('ada', 'Acknowledge');
    const cards = await door.messages('incident');
    expect(cards.some(({ text }) => /acknowledged/i.test(text))).toBe(true);
    await door.presses('ada', 'Done');
    const { text } = await door.types('ada', 'incident', 'tasks all');
    expect(text).toMatch(/done/);
    expect(door.verify()).toEqual([]);
  });

  test('a sitrep is written in a form and read by everybody', async () => {
    await declare();
    await play(door, [['ada', 'role crisis_lead @me', /crisis lead/]]);
    await door.types('ada', 'incident', 'sitrep');
    expect(door.openForm('ada')).toMatch(/sitrep/i);
    const missing = await door.submits('ada', { audience: 'both' });
    expect(missing['happened']).toMatch(/what happened/);
    expect(missing['stakeholders']).toMatch(/outside/);
    await door.submits('ada', {
      audience: 'both',
      happened: 'Contained on the front end.',
      next: 'Root cause by 18:00.',
      stakeholders: 'Mail works again; we are looking for the cause.',
    });
    expect(door.openForm('ada')).toMatch(/preview/i);
    const before = await door.messages('incident');
    expect(before.some(({ text }) => text.includes('Contained'))).toBe(false);

    expect(await door.submits('ada', {})).toEqual({});

    const room = told(await door.messages('incident'));
    expect(room).toMatch(/What happened: Contained on the front end\.\s+Next: Root cause by 18:00/);
    expect(room).toMatch(/Next sitrep due/);
    const outside = told(await door.messages('announcements'));
    expect(outside).toContain('Mail works again; we are looking for the cause.');
    expect(outside).not.toContain('Root cause by 18:00');
    await play(door, [
      ['ada', 'sitrep Root cause found', /Sitrep: Root cause found/],
      ['ada', 'sitrep --to stakeholders It was a proxy', /Sitrep for stakeholders/],
      ['ada', 'tlp RED', /TLP:RED/],
      ['ada', 'sitrep --to stakeholders Names of customers', /TLP:RED/],
    ]);
    expect(told(await door.messages('announcements'))).toContain('It was a proxy');
    expect(told(await door.messages('announcements'))).not.toMatch(/Root cause found|customers/);
    expect(door.verify()).toEqual([]);
  });

  test('a shift is handed over with a brief, which may be declined with a reason', async () => {
    await declare();
    await play(door, [
      ['ada', 'role crisis_lead @me', /crisis lead/],
      [
        'ada',
        'task add Ask the vendor for the patch @ben --by in 10m',
        /Invited[^]*Ask the vendor for the patch/,
      ],
      ['ada', 'note The proxy logs end at 13:02', /proxy logs/],
      ['ada', 'note A wrong guess', /wrong guess/],
      ['ada', 'sitrep Contained on the front end', /Contained/],
    ]);
    const wrong = door.timeline().findIndex((text) => text === 'A wrong guess') + 1;
    await play(door, [['ada', `withdraw ${wrong}`, /withdrawn/]]);
    await door.later({ minutes: 11 });
    await play(door, [['ada', 'handover @ben', /asked .* to take over/]]);

    const [brief] = (await door.messages('incident')).filter(({ buttons }) =>
      buttons.includes('Decline'),
    );
    expect(brief?.text).toMatch(/Contained on the front end/);
    expect(brief?.text).toMatch(/Ask the vendor for the patch.*overdue since/);
    expect(brief?.text).toMatch(/proxy logs end at 13:02/);
    expect(brief?.text).toMatch(/Unfilled roles/);
    expect(brief?.text).not.toMatch(/wrong guess/);

    await door.presses('ben', 'Decline');
    expect(door.openForm('ben')).toMatch(/decline/i);
    expect(await door.submits('ben', { reason: 'I am on a plane' })).toEqual({});
    expect(door.timeline().at(-1)).toMatch(/declined to take over.*on a plane.*still leads/);

    await play(door, [
      ['ada', 'handover @dara', /asked/],
      ['ben', 'handover accept', /somebody else/],
    ]);
    await door.later({ minutes: 31 });
    expect(
      (await door.messages('incident')).some(({ text }) => /has not answered/.test(text)),
    ).toBe(true);
    await play(door, [
      ['dara', 'snooze handover 1h', /put the reminder of the handover off/],
      ['dara', 'handover accept', /took over as crisis lead/],
      ['dara', 'snooze handover 15m', /nothing to put off/],
    ]);
    expect(await door.topic()).toMatch(/lead @(dara|Dara Novak)/);
    expect(door.verify()).toEqual([]);
  });

  test('roles are claimed on a card, and reminders of what is free can be put off', async () => {
    await declare();
    const card = async (): Promise<Seen | undefined> =>
      (await door.messages('incident')).find(({ text }) => /^Roles · INC/m.test(text));
    expect((await card())?.buttons).toEqual([
      'Take crisis lead',
      'Take engineering lead',
      'Take comms lead',
      'Take all open roles',
    ]);
    await play(door, [['ben', 'status', /Exchange zero-day/]]);
    await door.presses('ben', 'Take engineering lead');
    expect((await card())?.buttons).not.toContain('Take engineering lead');
    await play(door, [
      ['ada', 'role engineering_lead @me --if-free', /(@ben|Ben Okafor|UBEN).* was faster/],
      ['dara', 'role engineering_lead @me', /engineering lead is with .*Only the lead/],
    ]);

    const reminders = async (): Promise<readonly Seen[]> =>
      (await door.messages('incident')).filter(({ text }) => /still unfilled/.test(text));
    await door.later({ minutes: 31 });
    expect((await reminders()).map(({ buttons }) => buttons)).toEqual([
      ['Take crisis lead', 'Take comms lead', 'Take all open roles', 'Snooze 15 min', 'Snooze 1 h'],
    ]);
    await play(door, [
      ['ben', 'snooze sitrep 15m', /nothing to put off/],
      ['ben', 'snooze roles 5h', /too long/],
      ['ben', 'snooze roles 2h', /put the reminder of the unclaimed roles off for 120 min/],
    ]);
    await door.later({ minutes: 110 });
    expect(await reminders()).toHaveLength(1);
    await door.later({ minutes: 11 });
    expect(await reminders()).toHaveLength(2);
    await play(door, [
      ['ben', 'snooze roles 15m', /put the reminder/],
      ['ben', 'snooze roles 15m', /put the reminder/],
      ['ben', 'snooze roles 15m', /as often as it may be/],
      ['ada', 'role open @me', /took the role/],
    ]);
    await door.later({ hours: 3 });
    expect(await reminders()).toHaveLength(2);
    expect(door.verify()).toEqual([]);
  });

  test('a declaration without a title opens a form that says what is missing', async () => {
    await door.types('ada', 'general', 'declare');
    expect(door.openForm('ada')).toMatch(/declare/i);
    expect(await door.submits('ada', { title: '   ', level: '2' })).toHaveProperty('title');
    expect(
      await door.submits('ada', {
        title: 'Token theft',
        level: '2',
        kind: 'service',
        brief: 'Seen in logs.',
      }),
    ).toEqual({});
    expect(await door.channelName()).toMatch(/token-theft$/);
    const { text } = await door.types('ada', 'incident', 'timeline');
    expect(text).toMatch(/Seen in logs/);
  });

  test('a calendar address is for whoever asks alone, and opens what is due for them', async () => {
    await declare();
    const { text } = await door.types('ada', 'incident', 'calendar');
    const [path = ''] = /\/calendar\/[\w-]{24}\.ics/u.exec(text) ?? [];
    const again = await door.types('ada', 'incident', 'calendar');
    const answer = await fetch(`http://127.0.0.1:${door.bot.port}${path}`);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/SUMMARY:INC-\d{4}-0001 · Sitrep due/u);
    expect(again.text).toMatch(/cannot show it again/);
    for (const where of ['general', 'incident'] as const)
      expect(told(await door.messages(where))).not.toContain('/calendar/');
  });

  test('a message is put on the timeline once', async () => {
    await declare();
    await play(door, [['ada', 'role crisis_lead @me', /crisis lead/]]);
    const id = await door.writes('ada', 'At 13:02 the proxy logs end.');
    await door.captures('ada', id);
    expect(door.timeline().filter((text) => text.includes('the proxy logs end'))).toHaveLength(1);
    expect(door.verify()).toEqual([]);
  });

  test('an unheeded task is escalated and an overdue sitrep is called for', async () => {
    await declare();
    await play(door, [['ada', 'role crisis_lead @me', /crisis lead/]]);
    await door.later({ minutes: 31 });
    expect(
      (await door.messages('incident')).some(({ text }) => /not (been )?acknowledged/i.test(text)),
    ).toBe(true);
    await door.later({ hours: 4 });
    expect(
      (await door.messages('incident')).some(({ text }) => /sitrep.*(due|overdue)/i.test(text)),
    ).toBe(true);
    expect(door.verify()).toEqual([]);
  });

  test('a private incident shows nothing outside but its id and whom to ask', async () => {
    await door.types('ada', 'general', 'declare Supplier breach at Contoso --level 3 --private');
    expect(await door.channelName()).toMatch(/^inc-\d{4}-0001$/);
    const announced = await door.messages('announcements');
    expect(announced.some(({ text }) => /INC-\d{4}-0001/.test(text))).toBe(true);
    expect(announced.some(({ text }) => /Contoso|Supplier|breach/i.test(text))).toBe(false);
    const { text } = await door.types('ben', 'general', 'INC-1 status');
    expect(text).not.toMatch(/Contoso|Supplier|breach/i);
    expect(text).toMatch(/no incident/i);
    await play(door, [
      [
        'ada',
        'sitrep --to stakeholders Contoso was robbed',
        /not open to all.*only the people in it/,
      ],
    ]);
    expect(await door.messages('announcements')).toEqual(announced);
  });

  test('lessons and follow-ups outlive the incident, and their owners and dates can be changed', async () => {
    await declare();
    await play(door, [
      ['ada', 'role crisis_lead @me', /crisis lead/],
      ['ada', 'lesson Ask the vendor before we guess', /Ask the vendor before we guess/],
      ['ada', 'followup Fuzz the parser @ben --by in 4w', /Invited.*Follow-up \d+ added/s],
    ]);
    const n = /Follow-up (\d+) added/.exec(door.timeline().join('\n'))?.[1] ?? '';
    await play(door, [
      ['ada', 'stand-down it was a test system', /stood down/i],
      ['ben', 'lesson Name test systems as such', /Name test systems as such/],
    ]);
    await door.types('ben', 'incident', 'lesson');
    expect(door.openForm('ben')).toMatch(/lesson/i);
    expect(await door.submits('ben', { reason: 'Write it down at once' })).toEqual({});
    expect(door.timeline().at(-1)).toMatch(/Write it down at once/);

    const inGeneral = async (who: string, says: string): Promise<Said> =>
      door.types(who, 'general', says);
    expect((await inGeneral('dara', 'followups')).text).toMatch(/INC-\d{4}-0001.*Fuzz the parser/);
    expect((await inGeneral('ben', 'followups mine')).text).toMatch(/Fuzz the parser/);
    expect((await inGeneral('ben', 'followups overdue')).text).toMatch(/No follow-up is overdue/);
    await inGeneral('ben', `INC-1 due ${n}`);
    expect(door.openForm('ben')).toMatch(/due/i);
    expect(await door.submits('ben', { by: 'soon' })).toHaveProperty('by');
    expect(await door.submits('ben', { by: 'in 2w' })).toEqual({});
    expect((await inGeneral('ada', `INC-1 assign ${n} @dara`)).text).toMatch(/assigned to/);
    expect((await inGeneral('dara', 'followups mine')).text).toMatch(/Fuzz the parser/);
    expect((await inGeneral('ben', 'followups mine')).text).toMatch(/You have no open follow-ups/);

    const reminders = async (): Promise<readonly Seen[]> =>
      (await door.told('dara')).filter(({ text }) => /Follow-up \d+ of INC/.test(text));
    await door.later({ hours: 12 * 24 });
    expect(await reminders()).toEqual([]);
    await door.later({ hours: 36 });
    expect(told(await reminders())).toMatch(/is due .*Fuzz the parser/s);
    await door.later({ hours: 24 });
    const [, due] = await reminders();
    expect(due?.text).toMatch(/is due .* and not done/s);
    expect(due?.buttons).toEqual(expect.arrayContaining(['Done', 'More time', 'Assign']));
    expect((await inGeneral('dara', 'followups overdue')).text).toMatch(
      /Fuzz the parser.*OVERDUE/s,
    );
    await inGeneral('dara', `INC-1 done ${n}`);
    await door.later({ hours: 24 * 20 });
    expect(await reminders()).toHaveLength(2);
    expect(door.verify()).toEqual([]);
  });

  test('a case goes from report to fix by buttons, under an embargo that the world ends', async () => {
    await declare();
    await play(door, [
      ['ada', 'role crisis_lead @me', /crisis lead/],
      ['ben', 'cases', /has no cases/],
      [
        'ben',
        'case add Heap overflow --cve CVE-2026-12345 --reporter Grace Hopper',
        /Case 1.*received/,
      ],
      ['ben', 'case 1 validate', /Only these may do this/],
    ]);
    await door.presses('ada', 'Valid');
    await door.presses('ada', 'Accept');
    expect(door.timeline().at(-1)).toMatch(/Case 1 .*accepted, work begins/);
    await door.presses('ada', 'Propose embargo');
    expect(door.openForm('ada')).toMatch(/embargo: 1/i);
    expect(await door.submits('ada', { reason: 'some day' })).toHaveProperty('reason');
    expect(await door.submits('ada', { reason: 'in 9d' })).toEqual({});
    await door.presses('ada', 'Accept embargo');
    expect(door.timeline().at(-1)).toMatch(/Case 1 .*: embargo until/);
    await play(door, [
      ['ben', 'fact attacks one customer', /attacks are observed/],
      ['ben', 'tasks', /Decide: end the embargo of case 1/],
    ]);
    const card = async (): Promise<Seen | undefined> =>
      (await door.messages('incident')).findLast(({ text }) => /^(?:.*\n)?.*Case 1 · /.test(text));
    expect((await card())?.buttons).toEqual(
      expect.arrayContaining(['Defer', 'Fix ready', 'Revise embargo', 'End embargo', 'Close case']),
    );
    expect((await card())?.buttons).not.toContain('Valid');

    await play(door, [['ben', 'fact public a blog', /the embargo is over, because/]]);
    expect((await card())?.buttons).not.toContain('End embargo');
    await play(door, [
      ['ada', 'embargo propose until in 3d', /an embargo that is over never starts again/],
      ['ada', 'case 1 fix-ready', /a fix is ready/],
      [
        'ben',
        'cases',
        /Heap overflow.*accepted.*embargo over.*fix ready, public, attacks observed/s,
      ],
    ]);
    const outside = told(await door.messages('announcements'));
    expect(`${outside}${await door.topic()}`).not.toMatch(/Heap|12345|Hopper/);
    expect(door.verify()).toEqual([]);
  });

  test('an unknown verb is answered with the nearest ones', async () => {
    const { text } = await door.types('ada', 'general', 'declre something');
    expect(text).toMatch(/declare/);
  });
});
