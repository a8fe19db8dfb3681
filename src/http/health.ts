// /healthz: the process answers. /readyz: it can do its work. /metrics: counts for Prometheus, without incident text.
import { clockCounts } from '#db/clocks.ts';
import type { Db } from '#db/open.ts';
import { probeWriting } from '#db/open.ts';
import type { Pause } from '#db/pauses.ts';
import { allPauses } from '#db/pauses.ts';
import { outboxCounts } from '#db/outbox.ts';
import { nextTimer } from '#db/timers.ts';
import { incidentCounts } from '#db/incidents.ts';
import type { Route } from './server.ts';
import { respond } from './server.ts';

export interface HealthParts {
  db: Db;
  now: () => string;
  /** Why nothing can come from the chat platform; undefined while it can. */
  unreachable: () => string | undefined;
}

export function healthRoutes({ db, now, unreachable }: HealthParts): Route {
  return (request, response, url) => {
    if (request.method !== 'GET') return false;
    switch (url.pathname) {
      case '/healthz':
        respond(response, 200, 'ok');
        return true;
      case '/readyz': {
        const problem = unwritable(db) ?? unreachable();
        if (problem === undefined)
          respond(response, 200, ['ready', ...allPauses(db).map(pauseLine)].join('\n'));
        else respond(response, 503, problem);
        return true;
      }
      case '/metrics':
        respond(response, 200, metrics(db, now()), 'text/plain; version=0.0.4; charset=utf-8');
        return true;
      default:
        return false;
    }
  };
}

function unwritable(db: Db): string | undefined {
  try {
    probeWriting(db);
    return undefined;
  } catch {
    return 'The database cannot be written; see the log.';
  }
}

function pauseLine({ tenant, since, reason }: Pause): string {
  return `Deliveries to ${tenant} are held back since ${since}: ${reason}`;
}

function metrics(db: Db, now: string): string {
  const pauses = allPauses(db);
  const held = pauses.reduce((sum, { tenant }) => sum + outboxCounts(db, tenant).waiting, 0);
  const outbox = outboxCounts(db);
  const incidents = incidentCounts(db);
  const clocks = clockCounts(db, now);
  const due = nextTimer(db);
  const lateMs =
    due === undefined
      ? 0
      : Math.max(0, Temporal.Instant.from(now).since(due).total('milliseconds'));
  return [
    '# HELP ssirp_incidents Incidents by state.',
    '# TYPE ssirp_incidents gauge',
    `ssirp_incidents{state="open"} ${incidents.open}`,
    `ssirp_incidents{state="closed"} ${incidents.closed}`,
    '# HELP ssirp_clocks Clocks that apply and are not done, in incidents that are no drills.',
    '# TYPE ssirp_clocks gauge',
    `ssirp_clocks{state="running"} ${clocks.running - clocks.overdue}`,
    `ssirp_clocks{state="overdue"} ${clocks.overdue}`,
    '# HELP ssirp_outbox Effects not delivered, by state.',
    '# TYPE ssirp_outbox gauge',
    `ssirp_outbox{state="waiting"} ${outbox.waiting}`,
    `ssirp_outbox{state="failing"} ${outbox.failing}`,
    `ssirp_outbox{state="held"} ${held}`,
    `ssirp_outbox{state="dead"} ${outbox.dead}`,
    '# HELP ssirp_paused_tenants Workspaces whose deliveries are held back.',
    '# TYPE ssirp_paused_tenants gauge',
    `ssirp_paused_tenants ${pauses.length}`,
    '# HELP ssirp_timer_lateness_seconds How late the oldest due timer is.',
    '# TYPE ssirp_timer_lateness_seconds gauge',
    `ssirp_timer_lateness_seconds ${lateMs / 1000}`,
    '',
  ].join('\n');
}
