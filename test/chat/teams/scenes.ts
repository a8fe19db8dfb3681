// The cards and dialogs that people see most, and the worst of them, for looking at them.
import type { CardJson } from '#src/chat/adaptive-card.ts';
import { cardWords, formOpener, outgoing } from '#src/chat/teams/cards.ts';
import { dialogOf, type Filling } from '#src/chat/teams/dialog.ts';
import { renderCard } from '#src/messages/cards.ts';
import { renderForm } from '#src/messages/forms.ts';
import type { Form, Message } from '#src/messages/message.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { renderSaying } from '#src/messages/sayings.ts';
import { now, Situation, telling } from '../../messages/situation.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const people: Readonly<Record<string, string>> = {
  [`teams:${tenantId}:aaaaaaaa-0000-0000-0000-000000000001`]: 'Ada Reyes',
  [`teams:${tenantId}:bbbbbbbb-0000-0000-0000-000000000002`]:
    'Ben Okafor-Wolfeschlegelstein (Contoso)',
};
const [ada = '', ben = ''] = Object.keys(people);
const nameOf = (person: string): string => people[person] ?? 'Dara Novak';
const words = cardWords({ nameOf, zone: 'Europe/Berlin' });

const mentionOf = (person: string): { aadObjectId: string; name: string } => ({
  aadObjectId: person.split(':')[2] ?? '',
  name: nameOf(person),
});
const posted = (message: Message): CardJson =>
  outgoing(message, { words, marker: 'ssirp-1', mentionOf }).card;
const filling: Filling = { words, tenantId, conversation: null };
const dialog = (form: Form, more: Partial<Filling> = {}): CardJson =>
  dialogOf(form, { ...filling, ...more }).card;

const led = new Situation({ declaredBy: ada, by: ada, level: 1 } as object)
  .take(
    { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: ada, by: ada },
    { type: 'ROLE_ASSIGNED', role: 'engineering_lead', person: ben, by: ada },
    { type: 'BRIEF', text: 'Attackers use an unknown flaw; three customers are affected.' },
    { type: 'AFFECTED', products: ['Contoso VPN 4.2', 'Contoso VPN 4.1 LTS'] },
  )
  .task({
    text: 'Page an on-call engineer of every product that may be affected, and say who came',
    dueAt: '2026-11-22T15:05:00.000Z',
    assignee: ada,
  })
  .task({ text: 'Open the bridge', assignee: ada }, { type: 'ACK', by: ada })
  .task(
    { text: 'Collect samples', assignee: ben },
    { type: 'BLOCK', reason: 'no access to the tenant of the customer', by: ben },
  );

const busy = new Situation({ by: ada });
for (let n = 0; n < 40; n += 1) {
  busy.task({
    text: `Look at host ${n} of the front end, collect its logs and say what they show`,
    assignee: n % 2 === 0 ? ada : ben,
    dueAt: '2026-11-22T15:05:00.000Z',
  });
}

const longWord = 'https___a-very-long-name-without-any-space-in-it.example.com_'.repeat(4);

/** Each by what it is called in a picture. */
export const scenes: Readonly<Record<string, { card: CardJson; isDialog?: true }>> = {
  status: { card: posted(renderCard('status', led.view, now, nameOf)) },
  roles: { card: posted(renderCard('roles', led.view, now, nameOf)) },
  checklist: { card: posted(renderCard('checklist/mobilize/0', led.view, now, nameOf)) },
  task: { card: posted(renderCard('task/1', led.view, now, nameOf)) },
  blocked: { card: posted(renderCard('task/3', led.view, now, nameOf)) },
  sitrep: {
    card: posted(
      renderSaying(
        {
          kind: 'sitrep',
          text: 'What happened: Contained on the front end.\n\nNext: root cause by 18:00.\nHelp: none.',
          by: ada,
          nextDueAt: now,
        },
        led.view,
        { ...telling, nameOf },
      ),
    ),
  },
  overdue: {
    card: posted(renderSaying({ kind: 'sitrepOverdue', dueAt: now, lead: ben }, led.view, telling)),
  },
  tasks: {
    card: posted(
      renderOutcome(
        { kind: 'view', view: 'tasks', incident: busy.view, which: 'open', tasks: busy.view.tasks },
        { ...telling, nameOf },
      ).message,
    ),
  },
  help: {
    card: posted(renderOutcome({ kind: 'view', view: 'help', topic: null }, telling).message),
  },
  'long text': {
    card: posted({
      summary: 'A long text.',
      blocks: [
        { kind: 'heading', text: `INC-2026-0001 · ${longWord.slice(0, 120)}` },
        { kind: 'text', text: [`${longWord} and ${'words '.repeat(400)}`] },
        { kind: 'facts', facts: [{ label: 'Affected products', value: [longWord] }] },
        {
          kind: 'list',
          items: Array.from({ length: 60 }, () => ({
            mark: 'missing' as const,
            text: ['漢字'.repeat(120)],
          })),
        },
        {
          kind: 'buttons',
          buttons: Array.from({ length: 9 }, (_, n) => ({
            id: `b${n}`,
            label: `Take engineering lead ${n}`,
            command: 'ack 1',
            incidentId: 'INC-2026-0001',
          })),
        },
      ],
    }),
  },
  opener: { card: formOpener(renderForm({ form: 'brief', incident: led.view }), words).card },
  declare: { card: dialog(renderForm({ form: 'declare' })), isDialog: true },
  assign: {
    card: dialog(renderForm({ form: 'assign', incident: led.view, n: 1 })),
    isDialog: true,
  },
  'sitrep with errors': {
    card: dialog(
      renderForm({ form: 'sitrep', incident: led.view, notOutside: null, nextDueAt: now }),
      {
        values: { audience: 'both', next: 'Root cause by 18:00.' },
        errors: {
          happened: 'Say what happened since the last sitrep.',
          stakeholders: 'Say what those outside are to read.',
        },
      },
    ),
    isDialog: true,
  },
};
