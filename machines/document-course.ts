// How a document goes out: handed in, approved by two people, published, revised, superseded by its bulletin, withdrawn.
import { gapsIn, thankedReporters } from './document-gaps.ts';
import { toTree } from './document-publishing.ts';
import type { DocumentRules } from './document-rule.ts';
import type { DocumentContext, Locale, Release, Texts, Translation } from './document-types.ts';
import type { Consequence } from './effects.ts';
import { areTranslated, wordsToPublish } from './document-translations.ts';
import { mention } from './entries.ts';
import type { PersonId } from './incident-types.ts';

type CourseEvent =
  | 'SUBMIT'
  | 'RETURN'
  | 'APPROVE'
  | 'PUBLISH'
  | 'REVISE'
  | 'ABANDON'
  | 'SUPERSEDE'
  | 'SUPERSEDES'
  | 'WITHDRAW'
  | 'HELD'
  | 'MOVED';

const needsOfChecks = {
  isComplete: (c: DocumentContext) => gapsIn(c).length === 0,
  isCurrent: (_c: DocumentContext, { stale }: { stale: readonly unknown[] }) => stale.length === 0,
  isValid: (_c: DocumentContext, { failed }: { failed: readonly unknown[] }) => failed.length === 0,
};

export const courseRules: DocumentRules<CourseEvent> = {
  SUBMIT: {
    needs: needsOfChecks,
    change: (c, { at, by }) => ({
      set: { submitted: { at, by, edition: c.edition } },
      kind: 'submitted',
      // By name on the card only: the record is read by more people.
      did: `${mention(by)} handed it in for review${thankedReporters(c).length === 0 ? '' : '; it names who reported: check that they agreed'}`,
      isSaid: true,
    }),
  },
  RETURN: {
    change: (_c, { by, reason }) => ({
      set: { submitted: null, approved: null },
      kind: 'returned',
      did: `${mention(by)} gave it back to its authors: ${reason}`,
      isSaid: true,
      tone: 'warning',
    }),
  },
  APPROVE: {
    needs: {
      ...needsOfChecks,
      isAsProposed: (c, { edition }) => edition === undefined || edition === c.edition,
    },
    change: (c, { at, by, approvedBy }) => ({
      set: { approved: { by, with: approvedBy ?? null, at, edition: c.edition } },
      kind: 'approved',
      did: `approved by ${mention(by)}${approvedBy === undefined ? '' : ` and ${mention(approvedBy)}`}`,
      isSaid: true,
      tone: 'good',
    }),
  },
  PUBLISH: {
    needs: {
      ...needsOfChecks,
      isOfApproved: (c) => isApproved(c),
      // A bulletin goes out with its update.
      isReleased: (c, e) => e.isRelease || c.kind === 'advisory' || c.releases.length > 0,
      isNotEmbargoed: (_c, { embargoed }) => embargoed.length === 0,
      ...areTranslated,
    },
    change: (c, { at, by }) => {
      const release = releaseOf(c, {
        version: nextVersion(c, c.revision?.major ?? true),
        reason: c.revision?.reason ?? firstReasons[c.kind],
        at,
        by,
      });
      return {
        set: { releases: [...c.releases, release], revision: null },
        kind: 'published',
        did: `version ${release.version} is published: ${release.reason}`,
        data: { version: release.version, approved: agreed(c.approved), tlp: release.tlp },
        isSaid: true,
        tone: 'good',
        effects: [toTree(c)],
        consequences: isFirstForAll(c, release) ? c.cases.flatMap(nowKnown(at)) : [],
      };
    },
  },
  ABANDON: {
    change: (c, { by, reason }) => {
      const edition = c.edition + 1;
      return {
        set: {
          ...asItIsOut(c),
          edition,
          submitted: null,
          translations: translationsOut(c, edition),
        },
        kind: 'abandoned',
        did: `${mention(by)} gave up the revision: ${reason}`,
        isSaid: true,
        tone: 'warning',
      };
    },
  },
  REVISE: {
    change: (_c, { major, reason, by }) => ({
      set: { revision: { major, reason }, submitted: null, approved: null },
      kind: 'revising',
      did: `${mention(by)} begins a ${major ? 'major' : 'minor'} revision: ${reason}`,
      isSaid: true,
    }),
  },
  SUPERSEDE: {
    needs: { isAdvisory: (c) => c.kind === 'advisory' },
    change: (c, { at, by, bulletin }) => {
      const version = nextVersion(c, true);
      const reason = `Advisory updated to reflect publication of security bulletin ${bulletin.id}.`;
      return {
        set: {
          ...anotherVersion(c, { version, reason, at, by }),
          supersededBy: bulletin,
        },
        kind: 'superseded',
        did: `superseded by ${bulletin.id}, with version ${version}`,
        data: { version, by: bulletin.id },
        isSaid: true,
        effects: [toTree(c)],
      };
    },
  },
  SUPERSEDES: {
    change: (_c, { advisory }) => ({
      set: { supersedes: advisory },
      kind: 'supersedes',
      did: `takes the place of ${advisory.id}`,
      data: { advisory: advisory.id },
    }),
  },
  WITHDRAW: {
    change: (c, { at, by, reason }) => ({
      set: {
        withdrawn: { at, by, reason },
        // Whoever has read it must learn that it is withdrawn; why is for the record only.
        ...anotherVersion(c, {
          version: nextVersion(c, true),
          reason: lastReasons[c.kind],
          at,
          by,
        }),
      },
      kind: 'withdrawn',
      did: `${mention(by)} withdrew it: ${reason}`,
      isSaid: true,
      tone: 'warning',
      effects: c.releases.length === 0 ? [] : [toTree(c)],
    }),
  },
  HELD: {
    change: (_c, { because }) => ({
      set: {},
      kind: 'held',
      did: `not published with the release, and so nothing is: ${because}`,
      isSaid: true,
      tone: 'bad',
    }),
  },
  MOVED: {
    change: (_c, { to, n }) => ({
      set: { movedTo: { incidentId: to, n } },
      kind: 'moved',
      did: `goes on as document ${n} of ${to}`,
      data: { to, as: n },
    }),
  },
};

const firstReasons: Record<DocumentContext['kind'], string> = {
  advisory: 'Advisory published.',
  bulletin: 'Bulletin published.',
};

/** Who approved it: one person or two. */
const agreed = (approved: DocumentContext['approved']): PersonId[] =>
  [approved?.by, approved?.with].filter((person) => typeof person === 'string');

/** Approved as it stands: not a word, fact or update has changed since. */
export function isApproved({ approved, edition }: DocumentContext): boolean {
  return approved?.edition === edition;
}

/** `1.0` first; a minor revision raises the second number, a major one the first. */
export function nextVersion(
  { releases }: Pick<DocumentContext, 'releases'>,
  major: boolean,
): string {
  const [first = 0, second = 0] = (releases.at(-1)?.version ?? '0.0').split('.').map(Number);
  return major ? `${first + 1}.0` : `${first}.${second + 1}`;
}

const lastReasons: Record<DocumentContext['kind'], string> = {
  advisory: 'Advisory withdrawn.',
  bulletin: 'Bulletin withdrawn.',
};

type Said = Pick<Release, 'version' | 'reason' | 'at' | 'by'>;

/** The body of what is out: a draft of its next version is given up. */
function asItIsOut({ releases }: DocumentContext): Partial<DocumentContext> {
  const last = releases.at(-1);
  if (last === undefined) return {};
  const { texts, facts, updates, tlp } = last;
  return { texts, facts, updates, tlp, revision: null };
}

/** What went out in a language is its translation again. */
function translationsOut(
  { translations, releases }: DocumentContext,
  edition: number,
): DocumentContext['translations'] {
  const out = releases.at(-1)?.translations ?? {};
  return Object.fromEntries(
    Object.entries(translations).map(([locale, one]): [Locale, Translation] => {
      const texts = out[locale];
      return [
        locale,
        texts === undefined ? one : { ...one, texts, state: 'ready', changed: [], edition },
      ];
    }),
  );
}

/** The words of the last version once more, in all of its languages. */
function anotherVersion(c: DocumentContext, said: Said): Partial<DocumentContext> {
  const last = c.releases.at(-1);
  return last === undefined
    ? {}
    : { ...asItIsOut(c), releases: [...c.releases, { ...last, ...said }] };
}

function releaseOf(c: DocumentContext, said: Said): Release {
  const { texts, facts, updates, tlp, approved } = c;
  const approvedBy = approved?.with ?? approved?.by ?? null;
  return { ...said, approvedBy, tlp, texts, facts, updates, translations: readyIn(c) };
}

function readyIn(c: DocumentContext): Record<Locale, Texts> {
  const ready = Object.entries(c.translations).filter(([, { state }]) => state === 'ready');
  return Object.fromEntries(ready.map(([locale, one]) => [locale, wordsToPublish(c, one)]));
}

/** The world learns of its cases with the first version that everybody may read. */
function isFirstForAll({ releases }: DocumentContext, { tlp }: Release): boolean {
  return tlp === 'CLEAR' && !releases.some((former) => former.tlp === 'CLEAR');
}

/** Whoever reads an advisory knows of the vulnerability, and its exploitability counts from now. */
const nowKnown =
  (at: string) =>
  (n: number): Consequence[] => [
    {
      kind: 'toParts',
      part: 'case',
      n,
      event: { type: 'FACT', fact: 'public', occurredAt: at, text: 'published' },
    },
    { kind: 'toParts', part: 'case', n, event: { type: 'RELEASED' } },
  ];
