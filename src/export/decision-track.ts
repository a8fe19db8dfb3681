// Who decided what, and who else agreed: approvals and go votes stand with the release that they led to.
import type { EntryView } from '#src/commands/view-types.ts';
import type { IsoInstant, PersonId } from '#machines/incident-types.ts';
import { regimeIds, regimes } from '#machines/regimes.ts';
import { textIn } from './listing.ts';
import { clip } from './visible.ts';

const rowsMax = 200;
const textMax = 2000;

/** Somebody's yes, and what they spoke for: `communications`, `crisis lead`. */
export interface Approval {
  by: PersonId;
  as: string;
}

export interface Decision {
  seq: number;
  at: IsoInstant;
  by: PersonId;
  text: string;
  /** Whoever else said yes to it; null where it is one person's to decide. */
  approvals: Approval[] | null;
  isOverride: boolean;
}

export interface DecisionTrack {
  take(entry: EntryView): void;
  /** In the order of the record; at most 200. */
  decisions: readonly Decision[];
  total(): number;
}

/** What one person decides, with their reason; some of it only with a second who approves. */
const ofOnePerson = new Set([
  'decision',
  'level',
  'regressed',
  'overridden',
  'noGo',
  'pulledIn',
  'monitoringWaived',
  'closed',
  'reopened',
  'case.invalid',
  'case.deferred',
  'case.closed',
  'case.vehicle',
]);

const ofClock = new Set(['clock.applies', 'clock.notApplicable', 'clock.waived']);

/** A proposal, in Vultron's words, of an embargo or of its new end: the answer to it is the decision. */
const proposals = new Set(['EP', 'EV']);

/** After these every yes has to be said again; after a no-go and on the way back only the votes. */
const takesAllBack = new Set(['released', 'fixFailed', 'reopened']);

export function startDecisionTrack(): DecisionTrack {
  const decisions: Decision[] = [];
  /** What was said yes to for the release that comes next, the newest of each voice. */
  const pending = new Map<string, Approval>();
  let total = 0;

  function add({ seq, occurredAt, actor, kind, text }: EntryView, approvals: Approval[] | null) {
    total += 1;
    if (decisions.length >= rowsMax) return;
    decisions.push({
      seq,
      at: occurredAt,
      by: actor,
      text: clip(text, textMax),
      approvals,
      isOverride: kind === 'overridden',
    });
  }

  return {
    take(entry) {
      const { kind, actor, data } = entry;
      const second = secondIn(data);
      if (kind === 'approved') {
        const as = textIn(data, 'as') === 'legal' ? 'legal' : 'communications';
        pending.set(`approval ${as}`, { by: actor, as });
      } else if (kind === 'go') {
        for (const role of rolesIn(data)) pending.set(`go ${role}`, { by: actor, as: role });
        if (second !== null) pending.set(`go ${second.as} ${second.by}`, second);
      } else if (kind === 'released') {
        if (second !== null) pending.set(`go ${second.as} ${second.by}`, second);
        add(entry, [...pending.values()]);
      } else if (second !== null && (kind === 'guidance' || isDecision(entry)))
        add(entry, [second]);
      else if (isDecision(entry)) add(entry, null);
      if (takesAllBack.has(kind)) pending.clear();
      if (kind === 'noGo' || kind === 'regressed')
        for (const voice of pending.keys()) if (voice.startsWith('go ')) pending.delete(voice);
    },
    decisions,
    total: () => total,
  };
}

function isDecision(entry: EntryView): boolean {
  return ofOnePerson.has(entry.kind) || isOfEmbargo(entry) || isOfLaw(entry);
}

/** Whoever approved what its actor had proposed. */
function secondIn(data: Record<string, unknown>): Approval | null {
  const by = textIn(data, 'approvedBy');
  return by === null ? null : { by, as: 'second person' };
}

/** What follows from facts and time by itself is nobody's decision. */
function isOfEmbargo({ kind, actor, data }: EntryView): boolean {
  return (
    kind === 'case.embargo' && actor !== 'ssirp' && !proposals.has(textIn(data, 'vultron') ?? '')
  );
}

/** Our own policy needs nobody to say that it applies. */
function isOfLaw({ kind, actor, data }: EntryView): boolean {
  const regime = regimeIds.find((known) => known === data['regime']);
  return ofClock.has(kind) && actor !== 'ssirp' && regime !== undefined && regimes[regime].isLaw;
}

function rolesIn(data: Record<string, unknown>): string[] {
  const roles = data['roles'];
  return Array.isArray(roles)
    ? roles.flatMap((role) => (typeof role === 'string' ? [role.replaceAll('_', ' ')] : []))
    : [];
}
