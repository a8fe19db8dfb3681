// What the delivery tests say and hear.
import type { Core } from '../support/core.ts';
import { about, told } from '../support/core.ts';

export const texts = (core: Core): string[] => core.port.taken.map(({ deed }) => told(deed));

/** Goes on the record and is read out in the channel. */
export const finding = (text: string) => ({ verb: 'finding', category: 'process', text }) as const;

export const health = (core: Core, incident: string): ReturnType<Core['ask']> =>
  core.ask('ada', about(incident, { verb: 'health' }));

/** A declared incident whose first deliveries are done. */
export async function declared(core: Core): Promise<string> {
  const incident = core.declare();
  await core.settle();
  core.port.attempts.length = 0;
  core.port.taken.length = 0;
  return incident;
}
