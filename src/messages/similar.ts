// Asked before an incident is declared: whether it is one that somebody else has declared minutes ago.
import type { AnywhereCommand } from '../commands/command.ts';
import type { SimilarIncident } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { choice } from './form-fields.ts';
import { oneLine, plainTitle } from './list-items.ts';
import type { Field, Message, Rich } from './message.ts';
import { bold, cmd, joined, link, plainRich, rich, who } from './rich.ts';
import type { Telling } from './sayings.ts';
import { tidy } from './tidy.ts';
import { between, duration } from './time.ts';
import { levelTag } from './words.ts';

const nothingYet = 'Nothing is declared yet: it may be declared already.';

/** For whoever typed it: what there is, and a button for each way to go on. */
export function renderSimilar(
  command: Extract<AnywhereCommand, { verb: 'declare' }>,
  similar: readonly SimilarIncident[],
  { now, nameOf }: Telling,
): Message {
  const [first] = similar;
  const ways = rich` Join it: ${cmd(`${first?.id ?? 'INC-2026-0001'} join`)}. If yours is another: ${cmd('declare --anyway <title>')}.`;
  const said = similar.map((one) => similarLine(one, now));
  const anyway = declareAnyway(command, similar);
  return compose(plainRich(rich`${nothingYet} ${joined(said, ' ')}${ways}`, nameOf), [
    { kind: 'text', text: [nothingYet], tone: 'warning' },
    { kind: 'list', items: said.map((text) => ({ mark: 'dot', text })) },
    {
      kind: 'buttons',
      buttons: [
        ...similar.map(({ id }, index) =>
          button(id, 'join', `Join ${id}`, index === 0 ? { style: 'primary' } : {}),
        ),
        {
          id: 'declare-anyway',
          label: 'Declare anyway',
          spoken: 'Declare anyway: mine is another incident',
          command: anyway,
          incidentId: '',
        },
      ],
    },
    { kind: 'text', text: ways, tone: 'muted' },
  ]);
}

/** The paragraphs above a declaration form that comes back. */
export function similarNotice(similar: readonly SimilarIncident[], now: string): Rich[] {
  return [
    [nothingYet],
    ...similar.map((one) => similarLine(one, now)),
    ['Choose below whether yours is the same, and send it again.'],
  ];
}

/** At level 1 going on is chosen already: nobody is held up by more than one press. */
export function similarField(similar: readonly SimilarIncident[], level: string): Field {
  return choice(
    'same',
    'Is it the same?',
    [
      ...similar.map(({ id, title }) => ({
        value: id,
        label: `Yes, join ${id}: ${plainTitle(title, 100)}`,
      })),
      { value: 'anyway', label: 'No, declare mine as well' },
    ],
    { initial: level === '1' ? 'anyway' : null },
  );
}

function similarLine(one: SimilarIncident, now: string): Rich {
  const { id, title, level, declaredBy, declaredAt, channelName, channelUrl } = one;
  const room = channelName === null ? [] : rich` in ${link(channelUrl, `#${channelName}`)}`;
  return rich`${who(declaredBy)} declared ${bold(id)} (${levelTag(level)})${room} ${ago(declaredAt, now)}: ${oneLine(title, 200)}.`;
}

function ago(at: string, now: string): string {
  const ms = between(at, now);
  return ms < 60_000 ? 'just now' : `${duration(ms)} ago`;
}

/** The same declaration once more, by somebody who knows of these and of no other. */
function declareAnyway(
  command: Extract<AnywhereCommand, { verb: 'declare' }>,
  similar: readonly SimilarIncident[],
): string {
  const { title, level, kind, visibility, drill, anyway, link: about } = command;
  const known = [...(typeof anyway === 'object' ? anyway : []), ...similar.map(({ id }) => id)];
  const flags = [
    `--anyway=${known.join(',')}`,
    `--level ${level} --kind ${kind}`,
    ...(visibility === 'open' ? [] : [`--${visibility}`]),
    ...(drill ? ['--drill'] : []),
    ...(about === undefined ? [] : [`--link ${about}`]),
  ];
  return `declare ${flags.join(' ')} ${tidy(title)}`;
}
