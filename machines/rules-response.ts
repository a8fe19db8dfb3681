// Rules of the response itself: what is found, decided, fixed, approved and published.
import type { IncidentContext } from './incident-types.ts';
import type { Consequence } from './effects.ts';
import { isReleaseTime, missingVotes } from './criteria.ts';
import { raisedByFacts } from './level-rules.ts';
import { levels } from './levels.ts';
import * as words from './entries.ts';
import type { Of, Rules } from './rule-parts.ts';
import { nextAccessReview } from './rules-access.ts';
import { after, recorded, refresh, record, newEpoch, rhythmFrom } from './rule-parts.ts';

/** Broad attacks are attacks, and CISA's catalogue lists only what is attacked: that is a fact of its own. */
function implied(c: IncidentContext, e: Of<'FACT'>): Consequence[] {
  if (e.fact !== 'broad' && e.fact !== 'kev') return [];
  const text = e.fact === 'broad' ? 'broad attacks' : 'listed in KEV';
  const event = { type: 'FACT', fact: 'attacks', occurredAt: e.occurredAt, text } as const;
  // The case tells the incident.
  if (e.caseNumber !== undefined)
    return [{ kind: 'toParts', part: 'case', n: e.caseNumber, event }];
  return c.facts.attacks === null ? [{ kind: 'toIncident', event }] : [];
}

export const responseRules = {
  BRIEF: (c, e) => record(c, { brief: e.text }, words.brief(e)),
  TLP: (c, e) => record(c, { tlp: e.label }, words.tlp(e, c.tlp)),
  SCOPE: (c, e) => record(c, { scope: e.text }, words.scope(e)),
  AFFECTED: (c, e) => record(c, { affected: e.products }, words.affected(e, c.affected)),
  MITIGATION: (c, e) =>
    record(c, { mitigation: { text: e.text, exists: e.exists } }, words.mitigation(e)),
  DECIDE: (c, e) =>
    record(c, { decision: { remedy: e.remedy, reason: e.reason } }, words.decide(e, c.decision)),
  FIX_BUILT: (c, e) =>
    record(c, {}, words.fixMoved(e, 'A fix is built and goes to verification', 'fixBuilt')),
  FIX_VERIFIED: (c, e) =>
    record(c, {}, words.fixMoved(e, 'The fix is verified and goes to validation', 'fixVerified')),
  FIX_READY: (c, e) =>
    record(c, { fixReadyAt: e.at }, words.fixMoved(e, 'The fix is ready for release', 'fixReady')),
  FIX_FAILED: (c, e) => {
    const released = c.releasedAt !== null;
    const entry = words.fixFailed(e, released);
    const unfinished: Partial<IncidentContext> = {
      fixReadyAt: null,
      approvals: { comms: null, legal: null },
      goVotes: [],
      releaseAt: null,
      ...(e.rootCauseWrong ? { decision: null } : {}),
    };
    const set = {
      ...(released || c.outcome !== null ? newEpoch(c) : unfinished),
      ...(c.outcome === null ? {} : rhythmFrom(c, e.at)),
    };
    return {
      set,
      // What is public is unfixed again.
      consequences: raisedByFacts(c, { ...c, ...set }),
      entries: [entry],
      effects: [recorded(entry, 'bad'), ...refresh(c)],
      timers: c.outcome === null ? [] : nextAccessReview(c),
    };
  },
  APPROVE: (c, e) => record(c, { approvals: { ...c.approvals, [e.as]: e.by } }, words.approved(e)),
  GO: (c, e) =>
    record(
      c,
      {
        goVotes: [...new Set([...c.goVotes, ...e.roles])],
        releaseAt: e.releaseAt ?? c.releaseAt,
      },
      words.go(e),
    ),
  NO_GO: (c, e) => ({
    set: { goVotes: [], releaseAt: null },
    entries: [words.noGo(e)],
    effects: [recorded(words.noGo(e), 'bad'), ...refresh(c)],
  }),
  PULL_IN: (c, e) => ({
    ...record(c, { releaseAt: e.at }, words.pullIn(e, c.releaseAt)),
    consequences: [
      {
        kind: 'toParts',
        part: 'train',
        n: 'all',
        event: { type: 'PULLED_IN', was: c.releaseAt, reason: e.reason },
      },
    ],
  }),
  RELEASE_DUE: (c, e) => ({
    entries: [words.releaseDue(e)],
    effects: [recorded(words.releaseDue(e), 'warning'), ...refresh(c)],
  }),
  HOLDING: (c, e) => record(c, {}, words.holding(e)),
  GUIDANCE: (c, e) => {
    const revision = (c.guidance?.revision ?? 0) + 1;
    const release =
      e.interim !== true &&
      c.phase === 'communicate' &&
      c.releasedAt === null &&
      missingVotes(c).length === 0 &&
      isReleaseTime(c, e.at);
    const policy = levels[c.level];
    const published = record(
      c,
      {
        guidance: { text: e.text, at: e.at, revision },
        ...(release
          ? {
              releasedAt: e.at,
              monitoring: 'running' as const,
              monitoringUntil: after(e.at, policy.monitoringMs),
              facts: { ...c.facts, public: c.facts.public ?? e.at },
            }
          : {}),
      },
      words.guidance(e, revision, release),
    );
    if (!release) return published;
    const event = { type: 'FACT', fact: 'public', occurredAt: e.at, text: 'released' } as const;
    const all = { kind: 'toParts', part: 'case', n: 'all' } as const;
    return {
      ...published,
      consequences: [
        { ...all, event },
        { ...all, event: { type: 'RELEASED' } },
        { kind: 'toParts', part: 'train', n: 'all', event: { type: 'DEPARTED' } },
      ],
    };
  },
  MONITORING_OVER: (c, e) => ({
    set: { monitoring: 'over' },
    entries: [words.monitoringOver(e)],
    effects: [recorded(words.monitoringOver(e), 'good'), ...refresh(c)],
  }),
  WAIVE_MONITORING: (c, e) => record(c, { monitoring: 'waived' }, words.monitoringWaived(e)),
  POSTMORTEM: (c, e) =>
    record(c, { postmortem: { heldAt: e.at, summary: e.summary } }, words.postmortem(e)),
  FINDING: (_c, e) => ({ entries: [words.finding(e)], effects: [recorded(words.finding(e))] }),
  FACT: (c, e) => {
    const entry = words.fact(e);
    const facts = { ...c.facts, [e.fact]: e.occurredAt };
    return {
      set: { facts },
      entries: [entry],
      effects: [recorded(entry, 'bad'), ...refresh(c)],
      consequences: [...implied(c, e), ...raisedByFacts(c, { ...c, facts })],
    };
  },
  CRITICAL_CASE: (c, e) => {
    const others = (c.criticalCases ?? []).filter((n) => n !== e.n);
    const criticalCases = e.holds ? [...others, e.n].toSorted((a, b) => a - b) : others;
    return {
      set: { criticalCases },
      effects: refresh(c),
      consequences: raisedByFacts(c, { ...c, criticalCases }),
    };
  },
} satisfies Partial<Rules>;
