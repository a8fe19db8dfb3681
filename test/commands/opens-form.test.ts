import { describe, expect, test } from 'vitest';
import type { Store } from '#db/open.ts';
import type { CommandSink, Reply, Spoken } from '#src/chat/port.ts';
import { formCommand } from '#src/commands/forms.ts';
import { openingText, opensForm } from '#src/commands/opens-form.ts';
import { parse } from '#src/commands/parse.ts';
import type { FormRequest } from '#src/commands/outcome.ts';
import { renderForm } from '#src/messages/forms.ts';
import type { Message } from '#src/messages/message.ts';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import { createSink } from '#src/sink.ts';
import { now, Situation } from '../messages/situation.ts';
import { Core, id, tenant } from '../support/core.ts';

const playbook = loadPlaybook(builtInPlaybookPath);

const nothing = (): void => {};

function sinkOf({ rules, clock }: Core, store: Store, afterChange = nothing): CommandSink {
  return createSink({
    store,
    rules: { ...rules, playbook, admins: () => [id('ada')] },
    clock,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    zone: 'UTC',
    newRef: () => '7f3a91bc',
    startDrill: undefined,
    scenarios: [],
    makeFile: () => ({ filename: 'x.md', content: new Uint8Array([1]) }),
    afterChange,
  });
}

/** Answers as always, and leaves no trace. */
function forgetful(store: Store): Store {
  const undone = new Error('undone');
  return {
    ...store,
    transaction: (work) => {
      let answer: { is: ReturnType<typeof work> } | undefined;
      try {
        store.transaction((tx) => {
          answer = { is: work(tx) };
          throw undone;
        });
      } catch (error) {
        if (error !== undone) throw error;
      }
      if (answer === undefined) throw new Error('nothing was answered');
      return answer.is;
    },
  };
}

const speaks = (name: string, conversation: string | null = null): Spoken => ({
  actor: { id: id(name), tenant, kind: 'member' },
  requestId: crypto.randomUUID(),
  conversation,
});

const commandsOn = (message: Message): string[] =>
  message.blocks.flatMap((block) =>
    block.kind === 'buttons'
      ? block.buttons.map(({ incidentId, command }) => `${incidentId} ${command}`)
      : [],
  );

/** What somebody asks to see at each stage: what it shows has buttons too. */
const looks = 'status|checklist|roles|tasks all|health|who|timeline|home|list|help|advance|close';

const stages: readonly (readonly (readonly [who: string, says: string])[])[] = [
  [['ada', 'declare Mail server runs foreign code --level 1']],
  [
    ['ben', 'role engineering_lead @me'],
    ['ada', 'role open @me'],
    ['ada', 'role crisis_lead @me'],
    ['ada', 'task add Write the advisory @ada --by in 2h'],
    ['ada', 'handover @ben'],
  ],
  [
    ['ada', 'brief Mailboxes are read by strangers'],
    ['ada', 'tlp AMBER'],
    ['ada', 'advance --override now'],
    ['ben', 'approve 1'],
  ],
  [
    ['ada', 'advance --override now'],
    ['ben', 'approve 2'],
  ],
  [
    ['ada', 'fix built one'],
    ['ada', 'fix verified'],
    ['ada', 'fix ready'],
    ['ada', 'approve comms'],
    ['ada', 'approve legal'],
    ['ada', 'advance --override now'],
    ['ben', 'approve 3'],
  ],
  [
    ['ada', 'go'],
    ['ada', 'guidance Update now'],
    ['ben', 'approve 4'],
    ['ada', 'advance --override now'],
    ['ben', 'approve 5'],
  ],
  [
    ['ada', 'followup Fuzz the parser @ben --by in 2w'],
    ['ada', 'postmortem It is over'],
    ['ada', 'close'],
    ['ben', 'approve 6'],
  ],
];

test('of every button that the bot shows in an incident it is known whether the answer is a form', async () => {
  await using core = new Core();
  const sink = sinkOf(core, core.store, () => {
    core.dispatcher.wake();
    core.scheduler.wake();
  });
  const dry = sinkOf(core, forgetful(core.store));
  const pressed = { forms: new Set<string>(), others: new Set<string>() };
  const wrong: string[] = [];

  const press = (said: string): Reply => {
    const reply = dry.say(speaks('ada'), said);
    const foreseen = opensForm(said);
    if (reply.form === undefined ? foreseen && !reply.refused : !foreseen) wrong.push(said);
    (reply.form === undefined ? pressed.others : pressed.forms).add(said.replace(/^\S+ /u, ''));
    return reply;
  };

  for (const stage of stages) {
    for (const [who, says] of stage) {
      const said = says.startsWith('declare') ? says : `INC-1 ${says}`;
      sink.say(speaks(who), said);
      await core.later({ minutes: 40 });
    }
    const shown = core.port.taken.flatMap(({ deed }) => ('message' in deed ? [deed.message] : []));
    const asked = looks.split('|').map((look) => dry.say(speaks('ada'), `INC-1 ${look}`).message);
    const answered = new Set([...shown, ...asked].flatMap(commandsOn));
    const then = [...answered].map((said) => press(said).message);
    for (const said of new Set(then.flatMap(commandsOn))) press(said);
  }

  expect(wrong).toEqual([]);
  expect([...pressed.forms].map((said) => said.split(' ')[0])).toEqual(
    expect.arrayContaining([
      'sitrep',
      'brief',
      'assess',
      'assign',
      'due',
      'block',
      'guidance',
      'postmortem',
      'followup',
    ]),
  );
  expect(pressed.others.size).toBeGreaterThan(20);
});

describe('what a form is opened with', () => {
  const incident = new Situation().task().view;
  const requests: FormRequest[] = [
    { form: 'declare' },
    { form: 'sitrep', incident, notOutside: null, nextDueAt: now },
    { form: 'brief', incident },
    { form: 'assess', incident },
    { form: 'assign', incident, n: 1 },
    { form: 'due', incident, n: 1 },
    { form: 'task', incident },
    { form: 'guidance', incident },
    { form: 'postmortem', incident },
    { form: 'followup', incident },
    { form: 'reason', incident, of: 'block 1' },
    { form: 'reason', incident, of: 'advance --override' },
  ];

  test.each(requests.map((request) => [openingText(renderForm(request)), renderForm(request)]))(
    '%s',
    (typed, form) => {
      const said = `${form.incidentId ?? ''} ${typed}`;
      const parsed = parse(said, { now, zone: 'UTC' });

      expect(opensForm(said)).toBe(true);
      expect(parsed).toEqual({ ok: true, value: formCommand(form, {}) });
    },
  );

  test('is nothing for a form that only opens out of something else', () => {
    expect(openingText({ id: 'sitrepPreview', subject: 'responders' })).toBeNull();
    expect(opensForm('nonsense')).toBe(false);
    expect(opensForm('ack 3')).toBe(false);
  });
});
