// What the bot sends in Teams: a message as one Adaptive Card 1.5 that fits, can be found again by the id of its first
// element, and whose buttons open dialogs where their commands open forms.
import type { PersonId } from '#machines/incident-types.ts';
import { openingText, opensForm } from '../../commands/opens-form.ts';
import type { Block, Button, Form, Message } from '../../messages/message.ts';
import { formatInstant } from '../../messages/time.ts';
import { tidy } from '../../messages/tidy.ts';
import {
  bodyOf,
  cardOf,
  executeAction,
  heading,
  paragraph,
  type CardJson,
  type CardWords,
} from '../adaptive-card.ts';
import type { Outgoing } from './connector.ts';
import { fitted } from './fit-card.ts';
import { mentionsIn, type MentionOf } from './mentions.ts';

/** An ActionSet shows no more than this; the rest would be lost. */
const actionsPerSet = 6;

/** Who reads it: what people are called there, and the zone they see times in beside UTC (null: UTC alone). */
export function cardWords(readers: {
  nameOf: (person: PersonId) => string;
  zone: string | null;
}): CardWords {
  return {
    nameOf: (person) => tidy(readers.nameOf(person)).slice(0, 60).toWellFormed(),
    // Teams does not support the date functions of cards.
    at: (instant) => formatInstant(instant, readers.zone),
    typed,
  };
}

/** Teams has no such slash command: the bot is mentioned. */
export const typed = (text: string): string =>
  text.replaceAll(/(?<![\p{L}\p{N}/])\/incident(?=\s|$)/gu, '@ssirp');

export interface Look {
  words: CardWords;
  /** The id of the first element, to find the card by; left out where nobody will look for it. */
  marker?: string;
  /** Left out where nobody is to be notified: in answers to one person, and in updates. */
  mentionOf?: MentionOf;
}

/** The message as a card of at most 28 KB; what does not fit is left out, and the card says so. */
export function outgoing(message: Message, { words, marker, mentionOf }: Look): Outgoing {
  const summary = typed(message.summary);
  const blocks =
    message.blocks.length === 0 ? [{ kind: 'text' as const, text: [summary] }] : message.blocks;
  const mentions = mentionOf === undefined ? null : mentionsIn(message, mentionOf);
  const body = bodyOf(blocks, words, {
    buttons: (buttons) => buttonElements(buttons, words),
    heading: spokenHeading,
  });
  const card = (shown: readonly CardJson[]): CardJson => ({
    ...cardOf(summary, marked(withLine(shown, mentions?.line), marker)),
    msteams: { width: 'Full', ...(mentions === null ? {} : { entities: mentions.entities }) },
  });
  return { card: fitted(body, card, words), summary };
}

/** For a typed command that opens a form: only a button can open a dialog. */
export function formOpener(form: Form, words: CardWords): Outgoing {
  const { id, title, incidentId } = form;
  const about = incidentId === null ? '' : ` for ${incidentId}`;
  const summary = `Fill in the form "${title}"${about}.`;
  const button: Button = {
    id: `open:${id}`,
    label: `Open: ${title}`,
    command: openingText(form) ?? '',
    incidentId: incidentId ?? '',
    style: 'primary',
  };
  const blocks: Block[] = [
    { kind: 'text', text: [summary] },
    { kind: 'buttons', buttons: [button] },
  ];
  return outgoing({ summary, blocks }, { words });
}

/**
 * Only a TextBlock is announced as a heading, and it reads Markdown: a text in which there could be any stands in runs
 * as everything else.
 */
function spokenHeading(text: string): CardJson {
  if (!/^\p{L}[\p{L}\p{N} ·:,()'’“”–-]*$/u.test(text)) return heading(text);
  return {
    type: 'TextBlock',
    text,
    style: 'heading',
    size: 'Medium',
    weight: 'Bolder',
    wrap: true,
  };
}

/** Above the first buttons: they end what is read. */
function withLine(body: readonly CardJson[], line: CardJson | undefined): readonly CardJson[] {
  if (line === undefined) return body;
  const buttons = body.findIndex(({ type }) => type === 'ActionSet');
  return buttons === -1 ? [...body, line] : body.toSpliced(buttons, 0, line);
}

function marked(body: readonly CardJson[], marker: string | undefined): readonly CardJson[] {
  const [first, ...others] = body;
  return first === undefined || marker === undefined ? body : [{ ...first, id: marker }, ...others];
}

function buttonElements(buttons: readonly Button[], words: CardWords): CardJson[] {
  const sets: CardJson[] = [];
  for (let at = 0; at < buttons.length; at += actionsPerSet) {
    const actions = buttons.slice(at, at + actionsPerSet).map(action);
    sets.push({ type: 'ActionSet', actions });
  }
  // A tooltip is not reached by touch.
  const reasons = buttons.flatMap(({ label, disabledReason }) =>
    disabledReason === undefined
      ? []
      : [paragraph([`${label}: ${disabledReason}`], words, 'muted')],
  );
  return [...sets, ...reasons.map((reason) => ({ ...reason, spacing: 'Small' }))];
}

/** Teams opens a dialog for a button that says so beforehand; every other one is answered in place. */
function action(button: Button): CardJson {
  const execute = executeAction(button);
  const { spoken, disabledReason, label } = button;
  const tooltip = disabledReason === undefined ? spoken : `${label}, not now: ${disabledReason}`;
  const told: CardJson = { ...execute, ...(tooltip === undefined ? {} : { tooltip }) };
  if (!opensForm(`${button.incidentId} ${button.command}`)) return told;
  const { verb: _verb, ...submit } = told;
  return {
    ...submit,
    type: 'Action.Submit',
    data: { ...Object(execute['data']), msteams: { type: 'task/fetch' } },
  };
}
