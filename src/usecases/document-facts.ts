// What the record of a case says for documents: facts are never written by hand.
import type { BugBar } from '#machines/assessment-types.ts';
import { has } from '#machines/case-guards.ts';
import type { CaseContext } from '#machines/case-types.ts';
import type { CaseFacts, Impact } from '#machines/document-types.ts';
import { lastTests } from '#machines/mitigations.ts';
import { standingVex } from '#machines/vex.ts';

export function factsOf(context: CaseContext): CaseFacts {
  const { n, cve, reporter, openedAt, investigation = {} } = context;
  const { severity, cvss, cwes = [], products = [], bugBar, ratings = [] } = investigation;
  const { vehicle, measures = [], noMeasure } = investigation;
  const rating = ratings.at(-1);
  const vex = standingVex(investigation);
  return {
    n,
    cve,
    cwes,
    severity: severity?.is ?? null,
    impact: bugBar === undefined ? null : impactOf(bugBar),
    cvss: cvss === undefined ? null : plainCvss(cvss),
    exploitability:
      rating === undefined ? null : { latest: rating.latest, older: rating.older, dos: rating.dos },
    products,
    ...(vex.length === 0 ? {} : { vex }),
    publiclyDisclosed: wasPublic(context),
    exploited: has(context, 'A'),
    vehicle: vehicle?.vehicle ?? null,
    measures: measures.map(({ kind, text, tests }) => ({
      kind,
      text,
      works: testedOn(tests, true),
      fails: testedOn(tests, false),
    })),
    noMeasure: (noMeasure ?? null) !== null,
    reporter,
    openedAt,
  };
}

const plainCvss = ({
  version,
  vector,
  score,
  base,
  severity,
}: NonNullable<CaseFacts['cvss']>): CaseFacts['cvss'] => ({
  version,
  vector,
  score,
  base,
  severity,
});

const testedOn = (tests: Parameters<typeof lastTests>[0]['tests'], works: boolean): string[] =>
  lastTests({ tests })
    .filter((test) => test.works === works)
    .map(({ product }) => product);

/** "Publicly disclosed" is what the world knew before we told it. */
function wasPublic({ history, investigation }: CaseContext): boolean {
  const { releasedAt } = investigation ?? {};
  return history.some(
    (move) =>
      move.machine === 'cs' &&
      move.code === 'P' &&
      (releasedAt === undefined || move.at < releasedAt),
  );
}

const impacts: Record<Exclude<BugBar['threat'], 'elevation'>, Impact> = {
  spoofing: 'spoofing',
  tampering: 'tampering',
  disclosure: 'information-disclosure',
  denial: 'denial-of-service',
};

/** Of STRIDE's elevation Microsoft's bulletins call what is reached from outside remote code execution. */
function impactOf({ threat, access }: BugBar): Impact {
  if (threat !== 'elevation') return impacts[threat];
  return access === 'local' ? 'elevation-of-privilege' : 'remote-code-execution';
}
