// What delivering needs of the rest of the process.
import type { Store } from '#db/open.ts';
import type { ChatPort } from '../chat/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Rules } from '../usecases/apply-event.ts';
import type { Couriers } from './courier.ts';
import type { MakeExport } from './deed.ts';

export interface DispatcherParts {
  store: Store;
  rules: Rules;
  /** Adapters by platform, the first part of a tenant id. */
  ports: ReadonlyMap<string, ChatPort>;
  /** For what goes to no chat. */
  couriers: Couriers;
  clock: Clock;
  log: Log;
  random: () => number;
  makeExport: MakeExport;
  /** Called after each outcome is stored: timers or new effects may have come of it. */
  afterChange: () => void;
}

export function portOf(
  { ports }: Pick<DispatcherParts, 'ports'>,
  tenant: string,
): ChatPort | undefined {
  return ports.get(platformOf(tenant));
}

/** The first part of a tenant id. */
export function platformOf(tenant: string): string {
  return tenant.split(':')[0] ?? '';
}
