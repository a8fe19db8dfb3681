// Two people who declare the same thing within minutes: the second is asked before anything is made, and whoever goes
// on anyway leaves a mark in both records. Transactions come one after the other, so that one is always the second.
import type { IncidentRow } from '#db/incidents.ts';
import { declaredSince, loadIncident } from '#db/incidents.ts';
import { conversationOf, incidentsCapturing } from '#db/conversations.ts';
import { isKnownIn } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import type { AnywhereCommand } from '../commands/command.ts';
import type { SimilarIncident } from '../commands/view-types.ts';
import { isSimilar } from '../commands/similar.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident } from './apply-event.ts';
import { maySee } from './authorize.ts';
import { askingOf } from './change-incident.ts';
import type { Request } from './request.ts';

type Declaration = Extract<AnywhereCommand, { verb: 'declare' }>;

/** How long ago another declaration may be to be taken for the same. */
const window = { minutes: 10 };
/** Nobody reads a longer list in an emergency. */
const shownMax = 3;

/**
 * Open incidents that a declaration may repeat, whoever may see them: those that have the same message on their record,
 * then those of the last minutes with a like title, newest first.
 */
export function similarTo(work: Work, request: Request, command: Declaration): IncidentRow[] {
  const since = Temporal.Instant.from(work.now)
    .subtract(window)
    .toString({ fractionalSecondDigits: 3 });
  const { because, drill, title } = command;
  const sameMessage = because === undefined ? [] : incidentsCapturing(work.tx, because);
  const sameTitle = declaredSince(work.tx, { tenant: request.tenant, since })
    .filter((one) => isSimilar(one.title, title))
    .map(({ id }) => id);
  return [...new Set([...sameMessage, ...sameTitle])]
    .flatMap((id) => loadIncident(work.tx, id) ?? [])
    .filter((row) => isKnownIn(work.tx, row, request.tenant) && !row.closed && row.drill === drill)
    .slice(0, shownMax);
}

/** Those that the person must be asked about: what they may not see is not even hinted at. */
export function askedAbout(
  db: Db,
  request: Request,
  { anyway }: Declaration,
  similar: readonly IncidentRow[],
): SimilarIncident[] {
  if (anyway === true) return [];
  return similar
    .filter((row) => maySee(askingOf(request, row)) && anyway?.includes(row.id) !== true)
    .map((row) => {
      const { id, title, declaredAt, declaredBy } = row;
      const room = conversationOf(db, id, request.tenant);
      return {
        id,
        title,
        level: row.snapshot.context.level,
        declaredAt,
        declaredBy,
        channelName: room?.name ?? null,
        channelUrl: room?.url ?? null,
      };
    });
}

const isOpen = ({ visibility }: IncidentRow): boolean => visibility === 'open';

/** Marks both records. One that not everybody may read is named nowhere else, not even by its number. */
export function linkSimilar(
  work: Work,
  request: Request,
  declared: Opened,
  similar: readonly IncidentRow[],
): void {
  const stamp = { at: work.now, by: request.person };
  for (const earlier of similar) {
    if (isOpen(earlier)) {
      const event = { ...stamp, type: 'RELATED', to: earlier.id, when: 'earlier' } as const;
      applyIncidentEvent(work, declared, event);
    }
    if (!isOpen(declared.row)) continue;
    const opened = openIncident(work, earlier.id);
    const event = { ...stamp, type: 'RELATED', to: declared.row.id, when: 'later' } as const;
    applyIncidentEvent(work, opened, event);
    finish(work, opened);
  }
}
