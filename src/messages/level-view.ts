// The level and the rule: what it is, what the facts ask for, and why.
import type { Level } from '#machines/incident-types.ts';
import type { EntryView, IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import type { Message, Rich } from './message.ts';
import { bold, cmd, handleOf, joined, plainRich, rich, richOf } from './rich.ts';
import { line } from './tidy.ts';
import { buttonBlock } from './view-blocks.ts';
import { factNames, levelMeanings, levelNames } from './words.ts';

const allLevels = [1, 2, 3, 4] as const satisfies readonly Level[];

export function levelName(level: Level): string {
  return `${level} ${levelNames[level]}`;
}

/** The level with its reason: the rule it follows, or that people chose another than the facts ask for. */
export function levelInWords({ context: { level }, ruling }: IncidentView): string {
  const now = levelName(level);
  if (level === ruling.level) return `${now}: ${ruling.text}`;
  const asked = levelName(ruling.level);
  return level < ruling.level
    ? `${now}, set by people; the facts ask for ${asked}`
    : `${now}, LOWER than the facts ask for: ${asked}, because ${ruling.text}`;
}

export function levelView(incident: IncidentView, last: EntryView | null): Message {
  const { context, ruling, closed } = incident;
  const { id, level } = context;
  const stricter = allLevels.filter((one) => one < level).toReversed();
  const how = rich`Raise it at once: ${cmd('level <1-4>')}. Lower it with a reason: ${cmd('level <1-4> <reason>')}. A fact that asks for a stricter level raises it by itself.`;
  const facts = restsOn(incident);
  const summary = `${context.drill ? 'DRILL · ' : ''}${id}, level ${levelInWords(incident)}. Facts: ${plainRich(facts, handleOf)}. Last change: ${plainRich(changed(last), handleOf)}.`;
  return compose(summary, [
    { kind: 'heading', text: `${context.drill ? 'DRILL · ' : ''}Level · ${id}` },
    {
      kind: 'facts',
      facts: [
        { label: 'Level', value: [levelInWords(incident)] },
        { label: 'The facts ask for', value: [`${levelName(ruling.level)}: ${ruling.text}`] },
        { label: 'They are', value: facts },
        { label: 'Last change', value: changed(last) },
      ],
    },
    {
      kind: 'list',
      items: allLevels.map((one) => ({
        mark: 'dot' as const,
        text: rich`${bold(levelName(one))}${one === level ? ' (now)' : ''}: ${levelMeanings[one]}`,
      })),
    },
    ...(closed ? [] : [{ kind: 'text' as const, text: how }]),
    ...buttonBlock(
      closed ? [] : stricter.map((one) => button(id, `level ${one}`, `Raise to ${levelName(one)}`)),
    ),
  ]);
}

function restsOn({ context, ruling }: IncidentView): Rich {
  const known = ruling.facts.flatMap((name): Rich[] => {
    const at = context.facts[name] ?? null;
    return at === null ? [] : [rich`${factNames[name]} since ${{ at }}`];
  });
  const cases = context.criticalCases ?? [];
  if (ruling.rule === 'criticalEmbargo')
    known.push([`critical, with an embargo: ${cases.map((n) => `case ${n}`).join(', ')}`]);
  return known.length === 0 ? ['none known'] : joined(known, '; ');
}

function changed(last: EntryView | null): Rich {
  if (last === null) return ['none since the declaration'];
  return rich`${richOf(line(last.text, 300))} (${{ at: last.occurredAt }})`;
}
