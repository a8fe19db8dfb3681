// What each event changes in a package: context, record, mails and timer. When it may happen is the chart's, package.ts.
import { setup } from 'xstate';
import type { Effect, EntryDraft } from './effects.ts';
import * as words from './package-entries.ts';
import { packageGuards } from './package-guards.ts';
import { linkMs } from './partner-policy.ts';
import type { PackageContext, PackageEvent, PackageInput, Recipient } from './partner-types.ts';
import { after, recorded } from './rule-parts.ts';

/** What the chart is made of. */
export const s = setup({
  types: {
    context: {} as PackageContext,
    events: {} as PackageEvent,
    input: {} as PackageInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: { effect: (_args, _effect: Effect) => {} },
  guards: packageGuards,
});

/** A package before its first step. */
export function initialPackage({
  incidentId,
  n,
  partner,
  content,
  at,
  by,
}: PackageInput): PackageContext {
  return {
    incidentId,
    n,
    partner,
    content,
    edition: 1,
    preparedAt: at,
    preparedBy: by,
    approved: null,
    offered: null,
    recipients: [],
    closed: null,
    movedTo: null,
  };
}

interface PackageChange {
  set?: Partial<PackageContext>;
  entry: EntryDraft;
  /** Read out in the room; else it stands on the record and on the card. */
  isSaid?: boolean;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
  effects?: Effect[];
}

type PackageAct<T extends PackageEvent['type']> = (
  context: PackageContext,
  event: Extract<PackageEvent, { type: T }>,
) => PackageChange;
type PackageAction = ReturnType<typeof s.enqueueActions>;

/** Every change shows on the card of the package. */
const change = <T extends PackageEvent['type']>(_type: T, make: PackageAct<T>): PackageAction =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const about = event as Extract<PackageEvent, { type: T }>;
    const { set, entry, isSaid = false, tone, effects = [] } = make(context, about);
    if (set !== undefined) enqueue.assign(set);
    enqueue.emit({ type: 'entry', entry });
    if (isSaid) enqueue({ type: 'effect', params: recorded(entry, tone) });
    for (const effect of effects) enqueue({ type: 'effect', params: effect });
    enqueue({ type: 'effect', params: card(context) });
  });

const card = ({ n }: PackageContext): Effect => ({ kind: 'card', card: `package/${n}` });

/** Its first step has no event but its input, kept in the context. */
export const begun = s.enqueueActions(({ context, enqueue }) => {
  const { preparedAt: at, preparedBy: by, content } = context;
  const entry = words.prepared(context, { at, by, content: content ?? [] }, 1);
  enqueue.emit({ type: 'entry', entry });
  enqueue({ type: 'effect', params: card(context) });
});

const nothingOut = { approved: null, offered: null, recipients: [] } as const;

/** Whatever links there are open an edition that counts no longer. */
export const prepared = change('PREPARE', (c, e) => {
  const edition = c.edition + 1;
  const { partner, content, at: preparedAt, by: preparedBy } = e;
  return {
    set: { ...nothingOut, recipients: [], partner, content, edition, preparedAt, preparedBy },
    entry: words.prepared(c, e, edition),
  };
});

export const approved = change('APPROVE', (c, e) => ({
  set: { approved: { by: e.by, with: e.approvedBy ?? null, at: e.at } },
  entry: words.approved(c, e),
}));

export const offered = change('OFFER', (c, e) => {
  const until = after(e.at, linkMs);
  const recipients = e.contacts.map((contact): Recipient => ({
    contact,
    sent: null,
    opened: 0,
    openedAt: null,
  }));
  const mail = ({ contact }: Recipient): Effect => ({ kind: 'mail', package: c.n, contact });
  return {
    set: { offered: { by: e.by, at: e.at, until }, recipients },
    entry: words.offered(c, e, until),
    isSaid: true,
    tone: 'good',
    effects: e.isDrill ? [] : recipients.map(mail),
  };
});

/** Changes the entry of the one whom an event is about. */
function withRecipient(
  { recipients }: PackageContext,
  contact: string,
  make: (one: Recipient) => Partial<Recipient>,
): Recipient[] {
  return recipients.map((one) => (one.contact === contact ? { ...one, ...make(one) } : one));
}

export const sent = change('SENT', (c, e) => ({
  set: { recipients: withRecipient(c, e.contact, () => ({ sent: { at: e.at, how: e.how } })) },
  entry: words.sent(c, e),
}));

export const linkTaken = change('LINKED', (c, e) => ({ entry: words.linkTaken(c, e) }));

export const opened = change('OPENED', (c, e) => {
  const times = (c.recipients.find(({ contact }) => contact === e.contact)?.opened ?? 0) + 1;
  return {
    set: { recipients: withRecipient(c, e.contact, () => ({ opened: times, openedAt: e.at })) },
    entry: words.opened(c, e, times),
    isSaid: times === 1,
  };
});

/** Of a suspended partner it is news. */
export const denied = change('DENIED', (c, e) => ({
  entry: words.denied(c, e),
  isSaid: e.why === 'suspended',
  tone: 'warning',
}));

export const suspended = change('SUSPEND', (c, e) => ({
  entry: words.suspended(c, e),
  isSaid: true,
  tone: 'warning',
}));

export const resumed = change('RESUME', (c, e) => ({
  set: { ...nothingOut, recipients: [] },
  entry: words.resumed(c, e),
}));

export const revoked = change('REVOKE', (c, e) => ({
  set: { closed: { by: e.by, at: e.at, reason: e.reason } },
  entry: words.revoked(c, e),
  isSaid: true,
  tone: 'warning',
}));

export const expired = change('EXPIRED', (c, e) => ({
  set: { closed: { by: e.by, at: e.at, reason: 'its time is over' } },
  entry: words.expired(c, e),
}));

export const startClock = s.raise(
  { type: 'EXPIRED', at: '', by: 'ssirp' },
  {
    delay: linkMs,
    id: 'expiry',
  },
);
export const stopClock = s.cancel('expiry');

export const moved = s.enqueueActions(({ event, enqueue }) => {
  if (event.type === 'MOVED') enqueue.assign({ movedTo: { incidentId: event.to, n: event.n } });
});
