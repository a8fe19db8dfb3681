// From words to commands and back: what somebody is told, also when something of ours breaks.
import { describe, expect, test } from 'vitest';
import { loadIncident } from '#db/incidents.ts';
import { loadPerson } from '#db/people.ts';
import type { CommandSink, FileSource, Spoken } from '#src/chat/port.ts';
import { plainRich } from '#src/messages/rich.ts';
import { createSink, type SinkParts } from '#src/sink.ts';
import { Core, id, start, tenant } from '../support/core.ts';

const ada = {
  id: id('ada'),
  tenant,
  name: 'Ada Reyes',
  handle: 'ada',
  zone: 'Europe/Berlin',
  kind: 'member',
} as const;

function sinkOf(
  core: Core,
  admins: string[] = [],
  makeFile: SinkParts['makeFile'] = (incidentId, { format }) => ({
    filename: `${incidentId}.${format}`,
    content: new TextEncoder().encode(`all of ${incidentId}`),
  }),
): { sink: CommandSink & FileSource; logged: unknown[] } {
  const logged: unknown[] = [];
  const keep = (...said: unknown[]): void => {
    logged.push(said);
  };
  const { store, rules, clock } = core;
  const sink = createSink({
    store,
    rules: { ...rules, admins: () => admins },
    clock,
    log: { debug: keep, info: keep, warn: keep, error: keep },
    zone: 'UTC',
    newRef: () => '7f3a91bc',
    startDrill: undefined,
    scenarios: [],
    makeFile,
    afterChange: () => {},
  });
  return { sink, logged };
}

const spoken = (who = 'ada', conversation: string | null = null): Spoken => ({
  actor: { id: id(who), tenant, kind: 'member' },
  requestId: crypto.randomUUID(),
  conversation,
});

describe('What is typed', () => {
  test('becomes a command, and its answer is there when the call returns', async () => {
    await using core = new Core();
    const { sink, logged } = sinkOf(core);

    const reply = sink.say(spoken(), 'declare Secret hole --level 2 --private');

    expect(reply.refused).toBe(false);
    expect(loadIncident(core.store.db, 'INC-2026-0001')).toMatchObject({
      title: 'Secret hole',
      level: 2,
      visibility: 'private',
    });
    expect(JSON.stringify(logged)).toContain('INC-2026-0001');
    expect(JSON.stringify(logged)).not.toContain('Secret');
  });

  test('and not understood changes nothing and names the nearest', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);

    const reply = sink.say(spoken(), 'declair Hole');

    expect(reply).toMatchObject({ refused: true });
    expect(reply.message.summary).toContain('declare');
    expect(loadIncident(core.store.db, 'INC-2026-0001')).toBeUndefined();
  });

  test('as a time is read in the zone of the person', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);
    sink.met(ada);
    sink.say(spoken(), 'declare Hole');

    sink.say(spoken(), 'INC-1 note seen --at 09:30');

    // Berlin is an hour ahead of UTC in March.
    const [row] = core.store.db.all<{ at: string }>(
      `select occurred_at as at from timeline where text = 'seen'`,
    );
    expect(row?.at).toBe('2026-03-02T08:30:00.000Z');
  });
});

describe('A form', () => {
  test('with mistakes stays open with one message per field', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);

    const reply = sink.submit(
      spoken(),
      { id: 'declare', incidentId: null, subject: '', seen: '' },
      { title: ' ' },
    );

    expect(reply).toMatchObject({ ok: false, errors: { title: expect.any(String) as unknown } });
    expect(loadIncident(core.store.db, 'INC-2026-0001')).toBeUndefined();
  });

  test('opened before a restart still knows what was seen when it opened', async () => {
    await using core = new Core();
    const before = sinkOf(core).sink;
    before.say(spoken(), 'declare Hole');
    before.say(spoken(), 'INC-1 tlp GREEN');
    const form = before.say(spoken(), 'INC-1 brief').form;
    before.say(spoken(), 'INC-1 tlp RED');
    if (form === undefined) throw new Error('no form opened');
    const values = { text: 'It is bad.', tlp: 'GREEN' };

    const { sink } = sinkOf(core);
    const back = sink.submit(spoken(), structuredClone(form), values);

    expect(core.context('INC-2026-0001')).toMatchObject({ brief: null, tlp: 'RED' });
    const again = back.ok ? back.reply.form : undefined;
    if (again === undefined) throw new Error('the form did not come back');
    expect(sink.submit(spoken(), again, { ...values, tlp: 'RED' })).toMatchObject({ ok: true });
    expect(core.context('INC-2026-0001')).toMatchObject({ brief: 'It is bad.', tlp: 'RED' });
  });

  test('declares an incident with its brief', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);

    const reply = sink.submit(
      spoken(),
      { id: 'declare', incidentId: null, subject: '', seen: '' },
      { title: 'Hole', level: '1', kind: 'service', visibility: 'restricted', brief: 'It is bad.' },
    );

    expect(reply).toMatchObject({ ok: true, reply: { refused: false } });
    expect(core.context('INC-2026-0001')).toMatchObject({
      level: 1,
      visibility: 'restricted',
      brief: 'It is bad.',
    });
  });
});

describe('A sitrep', () => {
  test('of somebody else that was sent while one was written is told to whoever wrote it', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);
    sink.met({ ...ada, id: id('ben'), name: 'Ben Okafor', handle: 'ben' });
    sink.say(spoken(), 'declare Hole');
    sink.say(spoken(), 'INC-1 role crisis_lead @me');
    sink.say(spoken('ben'), 'INC-1 role engineering_lead @me');
    const form = sink.say(spoken(), 'INC-1 sitrep').form;
    sink.say(spoken('ben'), 'INC-1 sitrep Contained.');
    if (form === undefined) throw new Error('no form opened');

    const drafted = sink.submit(spoken(), form, { happened: 'Still looking.' });

    const preview = drafted.ok ? drafted.reply.form : undefined;
    if (preview === undefined) throw new Error('no preview opened');
    const notice = (preview.notice ?? []).map((text) => plainRich(text, () => 'Ben Okafor'));
    expect(notice.join()).toMatch(/While you wrote, @Ben Okafor sent one too.*Contained\./);
    sink.say(spoken('ben'), 'INC-1 sitrep Contained for good.');
    const sent = sink.submit(spoken(), preview, { responders: 'Still looking.' });
    const words = sent.ok ? sent.reply.message.summary : '';
    expect(words).toMatch(/Still looking.*While you wrote, @Ben Okafor sent one too.*for good\./);
    expect(sent.ok && sent.reply.form).toBeUndefined();
  });
});

describe('People', () => {
  test('are kept as their platform describes them, and written only when that changes', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);
    const changes = (): unknown =>
      core.store.db.get<Record<string, number>>('select total_changes() as n');
    sink.met(ada);
    const before = changes();

    sink.met({ ...ada });
    expect(changes()).toEqual(before);

    sink.met({ ...ada, kind: 'guest' });
    expect(loadPerson(core.store.db, ada.id)).toMatchObject({ kind: 'guest', name: 'Ada Reyes' });
  });

  test('who are admins lead everywhere', async () => {
    await using core = new Core();
    const incident = core.declare('ada', { visibility: 'private' });
    const { sink } = sinkOf(core, [id('root')]);

    expect(sink.say(spoken('root'), `${incident} stand-down a test`).refused).toBe(false);
    expect(sink.say(spoken('groot'), `${incident} status`).refused).toBe(true);
  });
});

describe('Somebody of another workspace', () => {
  const theirs = id('eve', 'slack:T2');

  test('is nobody here: an id that was made up shows no name, is given nothing and calls nobody', async () => {
    await using core = new Core();
    const { sink } = sinkOf(core);
    sink.met({ ...ada, id: theirs, tenant: 'slack:T2', name: 'Eve of the others' });
    const incident = core.declare('ada');
    const said = [
      sink.say(spoken(), `${incident} note seen by <@${theirs}>`),
      sink.say(spoken(), `${incident} timeline`),
      sink.do(spoken(), {
        verb: 'capture',
        incidentId: incident,
        messageId: 'C1:1',
        author: null,
        text: `<@${theirs}> knows`,
        at: start,
        link: null,
      }),
      sink.submit(
        spoken(),
        { id: 'brief', incidentId: incident, subject: '', seen: '' },
        { text: `ask <@${theirs}>` },
      ),
    ];

    for (const verb of ['invite', 'role scribe', 'task add Look']) {
      const reply = sink.say(spoken(), `${incident} ${verb} <@${theirs}>`);
      expect(reply.refused || verb.startsWith('task')).toBe(true);
      said.push(reply);
    }

    expect(JSON.stringify(said)).not.toContain('Eve of the others');
    expect(JSON.stringify(core.context(incident))).not.toContain(`<@${theirs}>`);
    expect(core.context(incident).members).toEqual([id('ada')]);
    expect(core.texts(incident).join('\n')).toContain(`seen by @${theirs}`);
  });
});

describe('The file of an export', () => {
  test('is made when somebody who may see the incident takes it', async () => {
    await using core = new Core();
    const incident = core.declare('ada', { visibility: 'private' });
    const { sink } = sinkOf(core);

    const taken = sink.fileFor(spoken(), incident, { format: 'csv' });

    if (!taken.ok) throw new Error(taken.reply.message.summary);
    expect(taken.file.filename).toBe(`${incident}.csv`);
    expect(new TextDecoder().decode(taken.file.content)).toBe(`all of ${incident}`);
  });

  test('is refused to who does not belong, in the words of an incident that does not exist', async () => {
    await using core = new Core();
    const incident = core.declare('ada', { visibility: 'private' });
    const { sink } = sinkOf(core);
    const guest: Spoken = { ...spoken(), actor: { id: id('ada'), tenant, kind: 'guest' } };

    const refused = [
      sink.fileFor(spoken('bob'), incident, { format: 'md' }),
      sink.fileFor(spoken(), 'INC-2026-0999', { format: 'md' }),
      sink.fileFor(guest, incident, { format: 'md' }),
    ].map((answer) => (answer.ok ? 'a file' : answer.reply.message.summary));

    expect(refused[0]?.replace(incident, 'INC-2026-0999')).toBe(refused[1]);
    expect(refused).not.toContain('a file');
  });

  test('that cannot be made is a failure of ours, with a reference', async () => {
    await using core = new Core();
    const incident = core.declare('ada');
    const { sink } = sinkOf(core, [], () => {
      throw new Error('no such disk');
    });

    const answer = sink.fileFor(spoken(), incident, { format: 'md' });

    expect(answer).toMatchObject({ ok: false, reply: { isBroken: true } });
  });
});

describe('A failure of ours', () => {
  test('gives a reference that the log has too, and no word of the incident', async () => {
    await using core = new Core();
    const incident = core.declare('ada', { title: 'Secret hole' });
    const { sink, logged } = sinkOf(core);
    core.store.db.run(
      `update incidents set snapshot = '{"value":"nowhere","context":{"visibility":"open","members":[],"roles":{},"title":"Secret hole"}}'`,
    );

    const reply = sink.say(spoken(), `${incident} note Secret thing`);

    expect(reply).toMatchObject({ refused: true });
    expect(reply.message.summary).toContain('Something went wrong (ref 7f3a91)');
    expect(JSON.stringify([reply, logged])).not.toContain('Secret');
    expect(JSON.stringify(logged)).toContain('7f3a91');
    expect(core.clock.now()).toBe(start);
  });
});
