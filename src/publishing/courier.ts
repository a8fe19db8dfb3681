// Brings what was published into the tree. Of a drill, and where nobody has said where files are kept, the page goes
// into the room instead.
import { loadIncident } from '#db/incidents.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart } from '#db/parts.ts';
import type { Db, Store } from '#db/open.ts';
import { documentsOut } from '#db/published.ts';
import type { DocumentEvent } from '#machines/document-events.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { Carried, Courier } from '../delivery/courier.ts';
import { pagePath } from '../disclosure/paths.ts';
import type { Problem } from '../disclosure/problem.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Work } from '../usecases/apply-event.ts';
import { applyPartEvent, finish, openIncident } from '../usecases/apply-event.ts';
import { queue } from '../usecases/queue.ts';
import type { Press } from './press.ts';

export interface PublishingParts {
  store: Store;
  publisher: Publisher;
  /** Null where nothing is kept. */
  press: Press | null;
}

type Document = PartRow<'document'>;

export function publishCourier({ store, publisher, press }: PublishingParts): Courier {
  return {
    deliver: async ({ incidentId, effect }): Promise<Carried> => {
      if (effect.kind !== 'publish')
        throw new Error(`a courier of publications got ${effect.kind}`);
      const document = standingAt(store.db, incidentId, effect.document);
      const release = document.snapshot.context.releases.at(-1);
      if (release === undefined) throw new Error('what was never out is not published');
      const { version, tlp } = release;
      const isDrill = loadIncident(store.db, document.incidentId)?.drill === true;
      if (isDrill || press === null) {
        const why = isDrill ? 'drill' : 'noDirectory';
        return {
          outcome: 'delivered',
          record: (work) => {
            showInRoom(work, document);
            tell(work, document, { type: 'UNFILED', version, why });
          },
        };
      }
      const printed = await tried(() =>
        press.publish([document.snapshot.context], documentsOut(store.db)),
      );
      if ('outcome' in printed) return printed;
      if (printed.problems.length > 0) return refused(printed.problems, document.n);
      const { kind, id } = document.snapshot.context;
      const url = `${publisher.baseUrl}/${pagePath({ kind, id, tlp }, sourceLocale)}`;
      return {
        outcome: 'delivered',
        // Nothing was written by a repeat, or after somebody had mended the tree by hand.
        record: (work) => tell(work, document, { type: 'FILED', version, url }),
      };
    },
  };
}

/** Where it went when incidents were merged. */
function standingAt(db: Db, incidentId: string, n: number): Document {
  const found = loadPart(db, incidentId, 'document', n);
  if (found === undefined) throw new Error(`no document ${n} in ${incidentId}`);
  const { movedTo } = found.snapshot.context;
  return movedTo === null ? found : standingAt(db, movedTo.incidentId, movedTo.n);
}

/** A full disk, a folder that may not be written to: it is tried again, and goes on where it ended. */
async function tried<T>(work: () => Promise<T>): Promise<T | Carried> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    return {
      outcome: 'retryLater',
      reason: `the directory of publications cannot be written (${error.code}): see ssirp doctor`,
    };
  }
}

function refused(problems: readonly Problem[], n: number): Carried {
  const named = problems.map(({ check, where }) => `${check} (${where})`);
  return {
    outcome: 'failed',
    reason: `It fails ${[...new Set(named)].join(', ')}, so nothing of it was written`,
    remedy: `Revise it: document ${n} revise minor <reason>`,
  };
}

function showInRoom(work: Work, { incidentId, n }: Document): void {
  const { row } = openIncident(work, incidentId);
  queue(work, row, { kind: 'upload', format: 'html', document: n, locale: sourceLocale });
}

function tell(
  work: Work,
  { incidentId, n }: Document,
  event:
    | Omit<Extract<DocumentEvent, { type: 'FILED' }>, 'at' | 'by'>
    | Omit<Extract<DocumentEvent, { type: 'UNFILED' }>, 'at' | 'by'>,
): void {
  const opened = openIncident(work, incidentId);
  const document = loadPart(work.tx, incidentId, 'document', n);
  if (document === undefined) throw new Error(`no document ${n} in ${incidentId}`);
  applyPartEvent(work, opened, document, { ...event, at: work.now, by: 'ssirp' });
  finish(work, opened);
}
