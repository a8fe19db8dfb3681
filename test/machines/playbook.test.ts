// Which tasks an incident gets, what the built-in playbook asks for, and which files are refused.
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Level } from '#machines/incident-types.ts';
import { kinds, phases, roles } from '#machines/incident-types.ts';
import { levels } from '#machines/levels.ts';
import { tasksFor } from '#machines/playbook.ts';
import { builtInPlaybookPath, loadPlaybook, parsePlaybook } from '#src/playbook-file.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../machines/playbooks/playbook.schema.json', import.meta.url), 'utf8'),
) as object;
const validForEditors = new Ajv({ allErrors: true }).compile(schema);
const allLevels: Level[] = [1, 2, 3, 4];

type Written = Record<string, unknown>;
const task: Written = {
  id: 'open-bridge',
  phase: 'mobilize',
  text: 'Open the bridge.',
  role: 'crisis_lead',
  levels: [1, 2],
  kinds: 'all',
  due: '30m',
};
const fileOf = (...tasks: Written[]): Written => ({
  schema: 'ssirp-playbook/1',
  name: 'ours',
  version: '7',
  tasks,
});
const fileWith = (change: Written): Written => fileOf({ ...task, ...change });

const tenTimes = (alias: string): string => Array.from({ length: 10 }, () => alias).join(', ');

describe('The built-in playbook', () => {
  const playbook = loadPlaybook(builtInPlaybookPath);
  const every = phases.flatMap((phase) =>
    allLevels.flatMap((level) => kinds.map((kind) => ({ phase, level, kind }))),
  );

  test('is valid for editors', () => {
    expect(validForEditors(parse(readFileSync(builtInPlaybookPath, 'utf8')))).toBe(true);
  });

  test.each(every)(
    'has the right amount of work in $phase at level $level for $kind',
    (incident) => {
      const [least, most] = ({ 1: [4, 7], 2: [4, 7], 3: [3, 5], 4: [2, 3] } as const)[
        incident.level
      ];
      const amount = tasksFor(playbook, incident).length;

      expect(amount).toBeGreaterThanOrEqual(least);
      expect(amount).toBeLessThanOrEqual(most);
    },
  );

  test.each(every)(
    'gives no id twice and only to roles that exist: $phase, $level, $kind',
    (incident) => {
      const tasks = tasksFor(playbook, incident);

      expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
      expect(tasks.filter(({ role }) => !levels[incident.level].roles.includes(role))).toEqual([]);
    },
  );

  test('gives every task a due time', () => {
    expect(playbook.tasks.filter(({ dueMs }) => dueMs === null)).toEqual([]);
  });

  test('never gives more time at a higher level, but for the longer monitoring', () => {
    const later = playbook.tasks.filter(({ id, dueMs, levels: own }) =>
      playbook.tasks.some(
        (other) =>
          other.id === id &&
          id !== 'watch-after-release' &&
          Math.max(...other.levels) < Math.min(...own) &&
          (other.dueMs ?? 0) > (dueMs ?? 0),
      ),
    );

    expect(later).toEqual([]);
  });
});

describe('A playbook file', () => {
  test('as in the documentation is accepted', () => {
    const page = readFileSync(new URL('../../docs/playbooks.md', import.meta.url), 'utf8');
    const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

    expect(parsePlaybook(example, 'docs.yaml')).toMatchObject({ ok: true });
  });

  test('becomes tasks in the order of the file, with due times in milliseconds', () => {
    const written = fileOf(
      { ...task, due: { 1: '30m', 2: '2h' } },
      {
        ...task,
        id: 'watch',
        role: 'engineering_lead',
        levels: [1],
        kinds: ['service'],
        due: '3d',
        followUp: true,
      },
      { ...task, id: 'later', phase: 'review' },
    );
    const parsed = parsePlaybook(stringify(written), 'ours.yaml');
    if (!parsed.ok) throw new Error(parsed.error);

    const mobilize = (level: Level, kind: 'service' | 'vulnerability') =>
      tasksFor(parsed.value, { phase: 'mobilize', level, kind }).map(({ id, dueMs }) => [
        id,
        dueMs,
      ]);

    expect(mobilize(1, 'service')).toEqual([
      ['open-bridge', 1_800_000],
      ['watch', 259_200_000],
    ]);
    expect(mobilize(2, 'service')).toEqual([['open-bridge', 7_200_000]]);
    expect(mobilize(1, 'vulnerability')).toEqual([['open-bridge', 1_800_000]]);
    expect(mobilize(3, 'vulnerability')).toEqual([]);
  });

  test('may leave a task without due time', () => {
    const timeless = fileWith({ due: undefined });

    expect(parsePlaybook(stringify(timeless), 'ours.yaml')).toMatchObject({
      ok: true,
      value: { name: 'ours', version: '7', tasks: [{ dueMs: null }] },
    });
  });

  test('says of each mistake where it stands', () => {
    const text = stringify(fileWith({ role: 'boss', due: '2 hours', dueIn: '2h' }));

    expect(parsePlaybook(text, 'ours.yaml')).toEqual({
      ok: false,
      error: [
        `ours.yaml:8: tasks[0].role: must be one of ${roles.join(', ')}`,
        'ours.yaml:13: tasks[0].due: write a duration such as 30m, 2h or 3d',
        'ours.yaml:14: tasks[0]: unknown key "dueIn"',
      ].join('\n'),
    });
  });

  test.each([
    ['an unknown key', { ...fileOf(task), owner: 'us' }],
    ['an unknown key of a task', fileWith({ dueIn: '2h' })],
    ['another schema', { ...fileOf(task), schema: 'ssirp-playbook/2' }],
    ['a version that is a number', { ...fileOf(task), version: 7 }],
    ['no tasks', fileOf()],
    ['a missing role', fileWith({ role: undefined })],
    ['an id with capitals', fileWith({ id: 'OpenBridge' })],
    ['an unknown phase', fileWith({ phase: 'prepare' })],
    ['an unknown role', fileWith({ role: 'boss' })],
    ['a role that level 2 lacks', fileWith({ role: 'exec_liaison' })],
    ['a role that level 3 lacks', fileWith({ role: 'legal', levels: [3] })],
    ['a role that level 4 lacks', fileWith({ role: 'comms_lead', levels: [3, 4] })],
    ['an unknown level', fileWith({ levels: [0] })],
    ['a level named twice', fileWith({ levels: [1, 1] })],
    ['no levels', fileWith({ levels: [] })],
    ['an unknown kind', fileWith({ kinds: ['outage'] })],
    ['a kind without list', fileWith({ kinds: 'service' })],
    ['a due time in words', fileWith({ due: '2 hours' })],
    ['a due time of nothing', fileWith({ due: '0m' })],
    ['a due time for a level that is none', fileWith({ due: { 1: '1h', 2: '1h', 5: '1h' } })],
    ['a follow-up without due time', fileWith({ due: undefined, followUp: true })],
    ['a text that is too long', fileWith({ text: 'x'.repeat(161) })],
    ['a text of two lines', fileWith({ text: 'Open\nthe bridge' })],
    ['an empty text', fileWith({ text: '' })],
  ])('is refused by the bot and by editors for %s', (_what, written) => {
    const text = stringify(written);

    expect(parsePlaybook(text, 'bad.yaml').ok).toBe(false);
    expect(validForEditors(parse(text))).toBe(false);
  });

  test.each([
    ['an id used twice', fileOf(task, task), 'tasks[1].id: the id open-bridge is used twice'],
    [
      'due times for other levels',
      fileWith({ due: { 1: '1h' } }),
      'names levels 1, but the task is for levels 1, 2',
    ],
  ])('is refused by the bot alone for %s', (_what, written, why) => {
    const text = stringify(written, { aliasDuplicateObjects: false });

    expect(parsePlaybook(text, 'bad.yaml')).toMatchObject({
      ok: false,
      error: expect.stringContaining(why) as string,
    });
    expect(validForEditors(parse(text))).toBe(true);
  });

  test('takes a text of 160 characters, counted as people do', () => {
    const written = fileWith({ text: '😀'.repeat(160) });

    expect(parsePlaybook(stringify(written), 'ours.yaml').ok).toBe(true);
    expect(validForEditors(written)).toBe(true);
  });

  test('that is no YAML is refused with its line', () => {
    expect(parsePlaybook('name: a\nname: b\n', 'bad.yaml')).toEqual({
      ok: false,
      error: 'bad.yaml:2: Map keys must be unique',
    });
  });

  test('with too many aliases is refused', () => {
    const bomb = `a: &a [x]\nb: &b [${tenTimes('*a')}]\nc: &c [${tenTimes('*b')}]\nd: [${tenTimes('*c')}]\n`;

    expect(parsePlaybook(bomb, 'bomb.yaml').ok).toBe(false);
  });
});
