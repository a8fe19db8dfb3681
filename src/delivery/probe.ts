// Asks the platform of a tenant that is held back whether anything works there again.
import { pauseOf } from '#db/pauses.ts';
import type { Standing } from '../chat/port.ts';
import { errorFacts } from '../shared/log.ts';
import { pauseTenant, resumeTenant } from '../usecases/pause-tenant.ts';
import type { DispatcherParts } from './parts.ts';
import { portOf } from './parts.ts';

export async function probe(parts: DispatcherParts, tenant: string): Promise<void> {
  const { store, rules, clock, log, afterChange } = parts;
  const standing = await standingOf(parts, tenant);
  const pause = pauseOf(store.db, tenant);
  if (pause === undefined) return;
  if (standing.is === 'up') {
    const resumed = resumeTenant(store, rules, clock.now(), tenant);
    log.warn({ tenant, ...resumed }, 'deliveries go out again');
    afterChange();
    return;
  }
  const { reason, remedy = '' } = standing.is === 'down' ? standing : pause;
  pauseTenant(store, clock.now(), { tenant, reason, remedy });
  log.warn({ tenant, since: pause.since, reason }, 'deliveries are still held back');
}

async function standingOf(parts: DispatcherParts, tenant: string): Promise<Standing> {
  const port = portOf(parts, tenant);
  // Without its platform in this process there is nobody to ask.
  if (port === undefined) return { is: 'unknown' };
  try {
    return (await port.standing?.(tenant)) ?? { is: 'up' };
  } catch (error) {
    parts.log.error({ tenant, ...errorFacts(error) }, 'adapter failed');
    return { is: 'unknown' };
  }
}
