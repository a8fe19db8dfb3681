// The answer to `calendar`: the address, once, and how it is used; afterwards only that there is one.
import type { Outcome } from '../commands/outcome.ts';
import { button, compose } from './compose.ts';
import type { Block, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, joined, plainRich, rich } from './rich.ts';
import { buttonBlock, dots } from './view-blocks.ts';

type Given = Extract<Outcome, { kind: 'calendar' }>;

const inside: Rich = rich`It shows when something is due in the incidents that you may see at that moment: their number and the name of the clock, and not a word more.`;

const ways: readonly Rich[] = [
  rich`${bold('Google Calendar')}: Other calendars → + → From URL`,
  rich`${bold('Outlook')}: Add calendar → Subscribe from web`,
  rich`${bold('Apple Calendar')}: File → New Calendar Subscription`,
];

export function renderCalendar({ address, since }: Given, nameOf: NameOf): Message {
  if (address === null) {
    const text = rich`You have had your calendar address since ${{ at: since }}. It is a secret and not kept here, so I cannot show it again. ${cmd('calendar reset')} gives you another; the one you have then shows nothing any more. ${inside}`;
    return messageOf([{ kind: 'text', text }], text, nameOf, [
      button('', 'calendar reset', 'New address'),
    ]);
  }
  // To be copied, and not every platform lets people copy where a link leads.
  const here = rich`Your calendar address: ${{ code: address }}`;
  const how = rich`Copy it and subscribe to it, so that the calendar stays current:`;
  const secret = rich`Whoever has it can read it, so keep it to yourself. I show it only now; when it is lost, or somebody saw it: ${cmd('calendar reset')}.`;
  return messageOf(
    [
      { kind: 'text', text: here },
      { kind: 'text', text: how },
      { kind: 'list', items: dots(ways) },
      { kind: 'text', text: secret, tone: 'warning' },
      { kind: 'text', text: inside, tone: 'muted' },
    ],
    joined([here, how, ...ways, secret, inside], ' · '),
    nameOf,
  );
}

function messageOf(
  blocks: readonly Block[],
  summary: Rich,
  nameOf: NameOf,
  buttons: Parameters<typeof buttonBlock>[0] = [],
): Message {
  return compose(plainRich(summary, nameOf), [...blocks, ...buttonBlock(buttons)]);
}
