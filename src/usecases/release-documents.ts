// What goes out, and what follows: a bulletin takes the place of the advisories about its cases, and the incident is told
// once, however many documents went out together. Two documents of one release are published both or neither.
import type { DocumentEvent } from '#machines/document-events.ts';
import { gapsIn } from '#machines/document-gaps.ts';
import { isApproved } from '#machines/document-course.ts';
import { awaitedLocales } from '#machines/document-translations.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import type { IncidentEvent } from '#machines/incident-types.ts';
import type { NotAllowed } from '#machines/step.ts';
import { leaves } from '#machines/step.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { Checks } from './document-checks.ts';
import { checksOf } from './document-checks.ts';
import type { Stamp } from './request.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';

type Document = PartRow<'document'>;

/** How the charts are stepped: apply-event.ts, which follows what they ask for and so calls this file. */
export interface Steps {
  part: (work: Work, opened: Opened, part: Document, event: DocumentEvent) => NotAllowed | null;
  incident: (work: Work, opened: Opened, event: IncidentEvent) => NotAllowed | null;
}

/** Go is complete, its time has come, and what is to be released is not out yet. */
export function isPublishing({ snapshot }: Pick<IncidentRow, 'snapshot'>): boolean {
  return leaves(snapshot.value).includes('active.phase.communicate.publishing');
}

/** Never out, and not given up. While there are any, no guidance is the release. */
export function waitingDocuments(db: Db, incidentId: string): Document[] {
  return partsOf(db, incidentId, 'document').filter(
    ({ closed, snapshot }) => !closed && snapshot.context.releases.length === 0,
  );
}

/** The release of the incident: all of its documents that wait, unless one of them cannot go out. */
export function releaseDocuments(work: Work, opened: Opened, by: string, steps: Steps): void {
  const { row } = opened;
  const { releaseAt } = row.snapshot.context;
  const isTime = releaseAt === null || releaseAt <= work.now;
  const waiting = waitingDocuments(work.tx, row.id);
  if (waiting.length === 0 || !isPublishing(row) || !isTime) return;
  const stamp = { at: work.now, by };
  const held = waiting.flatMap((document) => {
    const because = whyHeld(document, checksOf(work, document.snapshot.context));
    return because === null ? [] : [{ document, because }];
  });
  for (const { document, because } of held)
    steps.part(work, opened, document, { ...stamp, type: 'HELD', because });
  if (held.length > 0) return;
  const refused = publishAll(work, opened, waiting, stamp, steps);
  if (refused !== null) throw new Error(`documents of ${row.id} that were checked cannot go out`);
}

/** In the order in which authors would mend it. */
function whyHeld(
  { n, state, snapshot: { context } }: Document,
  { stale, problems }: Checks,
): string | null {
  if (state !== 'approved') return `it is not approved (document ${n})`;
  if (!isApproved(context) || gapsIn(context).length > 0)
    return `it was changed since it was approved (document ${n} return <reason>)`;
  if (stale.length > 0) {
    const changed = stale.map((one) => `case ${one.n} (${one.what.join(', ')})`).join(', ');
    return `the record says something else now of ${changed} (document ${n} refresh)`;
  }
  const [locale] = awaitedLocales(context);
  if (locale !== undefined)
    return `it is not there in ${locale} yet (document ${n} translation ${locale})`;
  const [problem] = problems;
  return problem === undefined ? null : `${problem.check} fails: ${problem.message}`;
}

/** Each by its own chart, and what it takes the place of; then the incident is told. Returns why not, or null. */
export function publishAll(
  work: Work,
  opened: Opened,
  documents: readonly Document[],
  stamp: Stamp,
  steps: Steps,
): NotAllowed | null {
  const isRelease = isPublishing(opened.row);
  for (const document of documents) {
    const { context } = document.snapshot;
    const event = publishing(checksOf(work, context), { row: opened.row, isRelease, stamp });
    const refused = steps.part(work, opened, document, event);
    if (refused !== null) return refused;
    if (context.kind === 'bulletin' && context.releases.length === 0)
      for (const advisory of advisoriesAbout(work.tx, opened.row, context.cases))
        supersede(work, opened, { advisory, bulletin: document }, stamp, steps);
  }
  tellPublished(work, opened, documents, { isRelease, stamp, steps });
  return null;
}

/** The event as it is asked for now; the release itself ends every embargo. */
export function publishing(
  { stale, problems, embargoed }: Checks,
  { row, isRelease, stamp }: { row: IncidentRow; isRelease: boolean; stamp: Stamp },
): Extract<DocumentEvent, { type: 'PUBLISH' }> {
  return {
    ...stamp,
    type: 'PUBLISH',
    isRelease: isRelease || row.snapshot.context.releasedAt !== null,
    embargoed: isRelease ? [] : embargoed,
    stale,
    failed: problems.map(({ check }) => check),
  };
}

function advisoriesAbout(db: Db, { id }: IncidentRow, cases: readonly number[]): Document[] {
  return partsOf(db, id, 'document').filter(({ closed, snapshot: { context } }) => {
    const isOut = !closed && context.releases.length > 0;
    return isOut && context.kind === 'advisory' && context.cases.some((n) => cases.includes(n));
  });
}

/** The advisory points at its bulletin from now on, and the bulletin at what it replaced. */
export function supersede(
  work: Work,
  opened: Opened,
  { advisory, bulletin }: { advisory: Document; bulletin: Document },
  stamp: Stamp,
  steps: Steps,
): NotAllowed | null {
  const named = ({ n, snapshot }: Document) => ({ n, id: snapshot.context.id });
  const refused = steps.part(work, opened, advisory, {
    ...stamp,
    type: 'SUPERSEDE',
    bulletin: named(bulletin),
  });
  const current = loadPart(work.tx, opened.row.id, 'document', bulletin.n);
  if (refused === null && current !== undefined)
    steps.part(work, opened, current, { ...stamp, type: 'SUPERSEDES', advisory: named(advisory) });
  return refused;
}

/** One guidance for all of them. Not the release as long as others wait, or it is not yet time for it. */
function tellPublished(
  work: Work,
  opened: Opened,
  documents: readonly Document[],
  { isRelease, stamp, steps }: { isRelease: boolean; stamp: Stamp; steps: Steps },
): void {
  const { row } = opened;
  if (row.closed) return;
  const isWhole = isRelease && waitingDocuments(work.tx, row.id).length === 0;
  const published = documents.flatMap(
    ({ n }) => loadPart(work.tx, row.id, 'document', n)?.snapshot.context ?? [],
  );
  const event = {
    ...stamp,
    type: 'GUIDANCE',
    text: published.map(publishedWords).join('\n'),
    documents: published.map(({ id }) => id),
  } as const;
  steps.incident(work, opened, isWhole ? event : { ...event, interim: true });
}

function publishedWords({ id, texts, releases }: DocumentContext): string {
  return `${id} “${texts.title ?? ''}” is published, version ${releases.at(-1)?.version ?? ''}`;
}
