// Commands about advisories and bulletins: which one is meant, what its event needs of the record, and why not.
import { unmetDocumentNeeds } from '#machines/document-acts.ts';
import type { DocumentEvent } from '#machines/document-events.ts';
import { gapsIn } from '#machines/document-gaps.ts';
import { awaitedLocales, untranslated } from '#machines/document-translations.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import type { PersonId } from '#machines/incident-types.ts';
import { documentState } from '#machines/document-state.ts';
import type { NotAllowed } from '#machines/step.ts';
import { lastInSeries } from '#db/documents.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { DocumentAct } from '../commands/document-command.ts';
import type { DocumentRefusal } from '../commands/document-refusal.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent, applyPartEvent, createPart } from './apply-event.ts';
import { caseFor } from './change-case.ts';
import type { Checks } from './document-checks.ts';
import { checksOf, factsNow } from './document-checks.ts';
import { factsOf } from './document-facts.ts';
import { draftTexts } from './draft-texts.ts';
import { refuseRevealing } from './embargo-guard.ts';
import { Refused } from './refused.ts';
import type { Steps } from './release-documents.ts';
import {
  isPublishing,
  publishAll,
  publishing,
  releaseDocuments,
  supersede,
} from './release-documents.ts';
import type { AboutIncident, Stamp } from './request.ts';

type Document = PartRow<'document'>;
type NotNow = Extract<DocumentRefusal, { reason: 'documentNotNow' }>;

const steps: Steps = { part: applyPartEvent, incident: applyIncidentEvent };

/** Throws Refused when there is no such document. */
export function documentFor(db: Db, row: IncidentRow, n: number): Document {
  const found = loadPart(db, row.id, 'document', n);
  if (found === undefined) throw new Refused({ reason: 'unknownDocument', n, incidentId: row.id });
  return found;
}

/** False when the command is about no document. */
export function changeDocument(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  switch (command.verb) {
    case 'draftDocument':
      draft(work, opened, command, stamp);
      return true;
    case 'document':
      change(work, opened, documentFor(work.tx, opened.row, command.documentNumber), {
        act: command.act,
        stamp,
      });
      return true;
    default:
      return false;
  }
}

function draft(
  work: Work,
  opened: Opened,
  { kind, title, cases }: Extract<AboutIncident, { verb: 'draftDocument' }>,
  stamp: Stamp,
): void {
  const { tx, rules } = work;
  const { row } = opened;
  const numbers = cases ?? workedOn(tx, row);
  if (numbers.length === 0 && (kind === 'bulletin' || cases !== null))
    throw new Refused({ reason: 'nothingToTell', kind, incidentId: row.id });
  const facts = numbers.map((n) => factsOf(caseFor(tx, row, n).snapshot.context));
  const { name, series, requiredLocales } = rules.publisher;
  createPart(work, opened, 'document', {
    kind,
    id: nextId(tx, row, series[kind], work.now),
    cases: numbers,
    texts: draftTexts(kind, title, facts, name),
    facts,
    tlp: 'CLEAR',
    requiredLocales: [...requiredLocales],
    at: stamp.at,
    by: stamp.by,
  });
}

/** `SB26-001`; a drill counts in a series of its own, so that no number of the real one is missing. */
function nextId(db: Db, { drill }: IncidentRow, letters: string, now: string): string {
  const series = `${drill ? 'DRILL-' : ''}${letters}${now.slice(2, 4)}`;
  return `${series}-${String(lastInSeries(db, series) + 1).padStart(3, '0')}`;
}

/** Judged to be real, and neither put off nor the same as another. */
function workedOn(db: Db, row: IncidentRow): number[] {
  return partsOf(db, row.id, 'case')
    .filter(({ state }) => state === 'valid' || state === 'accepted')
    .map(({ n }) => n);
}

function change(
  work: Work,
  opened: Opened,
  document: Document,
  { act, stamp }: { act: DocumentAct; stamp: Stamp },
): void {
  const { tx } = work;
  const { row } = opened;
  const { context } = document.snapshot;
  switch (act.type) {
    case 'REFRESH':
      take(work, opened, document, { ...stamp, type: 'REFRESH', facts: factsNow(tx, context) });
      return;
    case 'SUBMIT':
    case 'APPROVE': {
      const checks = checksOf(work, context);
      const { stale, problems } = checks;
      const failed = problems.map(({ check }) => check);
      take(work, opened, document, { ...stamp, ...act, stale, failed }, checks);
      break;
    }
    case 'PUBLISH': {
      // A document about other cases, or none, may name them all the same.
      if (!isPublishing(row)) refuseRevealing(work, row, Object.values(context.texts).join('\n'));
      const refused = publishAll(work, opened, [document], stamp, steps);
      if (refused === null) return;
      const checks = checksOf(work, context);
      const isRelease = isPublishing(row);
      const event = publishing(checks, { row, isRelease, stamp });
      throw notNow(row, document, event, refused, checks);
    }
    case 'SUPERSEDE': {
      const bulletin = documentFor(tx, row, act.by);
      const { n, snapshot } = bulletin;
      const isOut = snapshot.context.kind === 'bulletin' && snapshot.context.releases.length > 0;
      const refused = isOut
        ? supersede(work, opened, { advisory: document, bulletin }, stamp, steps)
        : { guards: ['isAdvisory'] };
      if (refused === null) return;
      const event = {
        ...stamp,
        type: 'SUPERSEDE',
        bulletin: { n, id: snapshot.context.id },
      } as const;
      throw notNow(row, document, event, refused);
    }
    case 'WRITE':
    case 'IMPACT':
    case 'UPDATE':
    case 'UPDATE_REMOVED':
    case 'LABEL':
    case 'REVISE':
    case 'ABANDON':
    case 'RETURN':
    case 'WITHDRAW':
    case 'WANT_TRANSLATION':
    case 'TRANSLATE':
    case 'TRANSLATED':
    case 'WAIVE_TRANSLATION':
      take(work, opened, document, { ...stamp, ...act });
      break;
    case 'ASSIGN_TRANSLATION': {
      const to = act.to === 'me' ? stamp.by : act.to;
      take(work, opened, document, { ...stamp, ...act, to });
    }
  }
  if (awaited.includes(act.type)) releaseDocuments(work, opened, stamp.by, steps);
}

/** What a release may have waited for. */
const awaited: readonly DocumentAct['type'][] = [
  'APPROVE',
  'WITHDRAW',
  'TRANSLATED',
  'WAIVE_TRANSLATION',
];

function take(
  work: Work,
  opened: Opened,
  document: Document,
  event: DocumentEvent,
  checks?: Checks,
): void {
  const refused = applyPartEvent(work, opened, document, event);
  if (refused !== null) throw notNow(opened.row, document, event, refused, checks);
}

/** What the event is about, or would have to wait for. */
function languagesOf(context: DocumentContext, event: DocumentEvent): NotNow['languages'] {
  const meant = 'locale' in event ? [event.locale] : awaitedLocales(context);
  return meant.map((locale) => ({ locale, lacks: untranslated(context, locale) }));
}

/** Who has the translation in hand that a command is about. */
export function translatorFor(
  db: Db,
  { id }: IncidentRow,
  command: AboutIncident,
): PersonId | null | undefined {
  const about = command.verb === 'document' ? command.act : command;
  if (command.verb !== 'document' && command.verb !== 'importDocument') return undefined;
  if (!('locale' in about)) return undefined;
  const found = loadPart(db, id, 'document', command.documentNumber);
  return found?.snapshot.context.translations[about.locale]?.owner;
}

const unchecked: Checks = { stale: [], problems: [], embargoed: [] };

function notNow(
  row: IncidentRow,
  { n, snapshot }: Document,
  event: DocumentEvent,
  refused: NotAllowed,
  checks: Checks = unchecked,
): Refused {
  const { context } = snapshot;
  return new Refused({
    reason: 'documentNotNow',
    n,
    id: context.id,
    state: documentState(snapshot),
    event: event.type,
    needs: needsOf(refused, context, event),
    gaps: gapsIn(context),
    ...checks,
    languages: languagesOf(context, event),
    movedTo: context.movedTo,
    incidentId: row.id,
  });
}

/** Each need goes by its own name; in another state nothing that is missing would help. */
function needsOf(refused: NotAllowed, context: DocumentContext, event: DocumentEvent): string[] {
  if (!('guards' in refused)) return [];
  return refused.guards.includes('hasAllItNeeds')
    ? unmetDocumentNeeds(context, event)
    : refused.guards;
}
