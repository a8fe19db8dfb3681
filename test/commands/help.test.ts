// Help and completion come from the grammar, so that they cannot lag behind it.
import { describe, expect, test } from 'vitest';
import { verbs } from '#src/commands/grammar.ts';
import { complete, helpFor } from '#src/commands/help.ts';

describe('Help', () => {
  test('shows every verb with its usage', () => {
    expect(helpFor(null).lines.map(({ usage }) => usage)).toEqual(
      verbs.flatMap(({ usage, also = [] }) =>
        [usage, ...also.map((more) => more.usage)].map((written) => `/incident ${written}`),
      ),
    );
  });

  test.each(verbs.flatMap(({ names }) => names))(
    'for %s shows that verb and its other names',
    (name) => {
      const { lines, nearest } = helpFor(name);
      const row = verbs.find(({ names }) => names.includes(name));

      expect(nearest).toEqual([]);
      expect(lines.map(({ usage }) => usage)).toContain(`/incident ${row?.usage}`);
      const text = lines.map((line) => line.text).join(' ');
      for (const other of row?.names.slice(1) ?? []) expect(text).toContain(other);
    },
  );

  test.each(['process', 'people', 'tasks', 'record', 'export', 'anywhere'] as const)(
    'for %s shows all of it',
    (section) => {
      const wanted = verbs
        .filter((row) => row.section === section)
        .map(({ usage }) => `/incident ${usage}`);

      expect(helpFor(section.toUpperCase()).lines.map(({ usage }) => usage)).toEqual(
        expect.arrayContaining(wanted),
      );
    },
  );

  test('for a typo names the nearest verbs', () => {
    const { title, lines, nearest } = helpFor('advnce');

    expect(title).toContain('advnce');
    expect(lines).toEqual([]);
    expect(nearest).toContain('advance');
  });

  test('quotes a long topic briefly', () => {
    expect(helpFor('x'.repeat(50_000)).title.length).toBeLessThan(100);
  });
});

describe('Completion', () => {
  test('offers every verb at first, then those that begin so', () => {
    expect(complete('').map(({ insert }) => insert)).toEqual(verbs.map(({ names }) => names[0]));
    expect(complete('sta').map(({ insert }) => insert)).toEqual([
      'status',
      'stand-down',
      'statement',
      'start',
    ]);
  });

  test('finds a verb by its other names', () => {
    expect(complete('cancel').map(({ insert }) => insert)).toEqual(['stand-down']);
  });

  test('after the verb shows how it goes on', () => {
    expect(complete('TLP ')).toEqual([
      { insert: '', hint: 'tlp RED|AMBER+STRICT|AMBER|GREEN|CLEAR' },
    ]);
    expect(complete('nonsense x')).toEqual([]);
  });
});
