// Clocks of an incident without the commands that make them.
import { loadPart } from '#db/parts.ts';
import type { ClockEvent, ClockInput } from '#machines/clock-types.ts';
import { applyPartEvent, createPart, finish, openIncident } from '#src/usecases/apply-event.ts';
import type { Work } from '#src/usecases/work.ts';
import type { Core } from './core.ts';
import { id } from './core.ts';

type Said = ClockEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'by'> : never) : never;

/** Proposed: the early warning of the CRA, counted from now. Returns its number. */
export function addClock(core: Core, incident: string, input: Partial<ClockInput> = {}): number {
  return core.store.transaction((tx) => {
    const work: Work = { tx, now: core.clock.now(), rules: core.rules };
    const opened = openIncident(work, incident);
    const n = createPart(work, opened, 'clock', {
      regime: 'cra',
      obligation: 'earlyWarning',
      group: null,
      caseNumber: null,
      applies: false,
      since: work.now,
      reason: 'attacks are observed',
      at: work.now,
      by: 'ssirp',
      ...input,
    });
    finish(work, opened);
    return n;
  });
}

export function tellClock(core: Core, incident: string, n: number, ...events: Said[]): void {
  core.store.transaction((tx) => {
    const work: Work = { tx, now: core.clock.now(), rules: core.rules };
    const opened = openIncident(work, incident);
    for (const event of events) {
      const part = loadPart(tx, incident, 'clock', n);
      if (part === undefined) throw new Error(`no clock ${n}`);
      const refused = applyPartEvent(work, opened, part, { ...event, at: work.now, by: id('ada') });
      if (refused !== null) throw new Error(`${event.type}: ${JSON.stringify(refused)}`);
    }
    finish(work, opened);
  });
}
