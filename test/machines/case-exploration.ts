// Every case that can come about, by every event in every order, and what holds of each of them.
import { remedyStanding } from '#machines/remedy.ts';
import type { CaseView } from '#src/commands/view-types.ts';
import { nextMoves } from '#src/messages/case-words.ts';
import type { Said, Told } from './case-steps.ts';
import { csEvents, emEvents, newCase, rmEvents, soon, states, tell, word } from './case-steps.ts';
import { csNext, em, rm, run } from './vultron.ts';

const events: Said[] = [
  ...Object.values(rmEvents),
  ...Object.values(emEvents),
  ...Object.values(csEvents),
  { type: 'PROPOSE_EMBARGO', until: soon },
  { type: 'REVISE_EMBARGO', until: soon },
  { type: 'NO_EMBARGO', reason: 'no' },
  { type: 'EMBARGO_OVER' },
  { type: 'DUPLICATE', of: 7 },
  { type: 'CVE', cve: 'CVE-2026-1111' },
  {
    type: 'KEV',
    listing: { cve: 'CVE-2026-1111', added: '2026-03-02', due: '2026-03-23', ransomware: false },
  },
];

/** What is not always offered where the chart takes it: facts are the incident's, the rest is typed. */
const isTypedOnly = ({ type }: Said, told: Told): boolean =>
  ['FACT', 'NO_EMBARGO', 'EMBARGO_OVER', 'DUPLICATE', 'CVE', 'KEV'].includes(type) ||
  (/^(PROPOSE|REVISE)/.test(type) && states(told).em !== 'none');

const refused = (told: Told, event: Said): boolean =>
  'refused' in tell({ ...told, steps: [] }, event);

/** How many different cases there are, and the promises that one of them breaks. */
export function explored(): { cases: number; broken: Set<string> } {
  const seen = new Set<string>();
  const broken = new Set<string>();
  const waiting = [newCase({ vendorAware: false })];
  for (let told = waiting.pop(); told !== undefined; told = waiting.pop()) {
    if (seen.has(key(told))) continue;
    seen.add(key(told));
    for (const promise of [...brokenBy(told), ...brokenByButtons(told)]) broken.add(promise);
    const { proposals } = told.snapshot.context;
    for (const event of events) {
      // One proposal of each length is enough to tell apart.
      if ('until' in event && proposals.some(({ until }) => until === event.until)) continue;
      const next = tell({ ...told, steps: [] }, event);
      if (!('refused' in next)) waiting.push(next);
    }
  }
  return { cases: seen.size, broken };
}

/** What decides how a case goes on. */
function key(told: Told): string {
  const { proposals, embargoUntil, duplicateOf, isWithoutEmbargo, cve } = told.snapshot.context;
  const ends = proposals.map(({ until }) => until);
  const wasAccepted = word(told, 'rm').includes('a');
  return JSON.stringify([
    states(told),
    ends,
    embargoUntil,
    duplicateOf,
    isWithoutEmbargo,
    cve,
    wasAccepted,
  ]);
}

function brokenByButtons(told: Told): string[] {
  const view: CaseView = {
    n: 1,
    closed: false,
    states: states(told),
    context: told.snapshot.context,
    remedy: remedyStanding(told.snapshot.context),
  };
  const offered = new Set(nextMoves(view).map(({ event }) => event));
  return events.flatMap((event) => {
    const isRefused = refused(told, event);
    if (offered.has(event.type) && isRefused) return [`the button ${event.type} does something`];
    if (!offered.has(event.type) && !isRefused && !isTypedOnly(event, told))
      return [`${event.type} has a button when it is possible`];
    return [];
  });
}

const letter = (state: string): string =>
  state === 'exited' ? 'X' : state.slice(0, 1).toUpperCase();

/** What holds of every case, whatever happened to it. */
function brokenBy(told: Told): string[] {
  const { rm: report, em: embargo, cs } = states(told);
  const { embargoUntil, proposals } = told.snapshot.context;
  let world: string | undefined = 'vfdpxa';
  for (const code of word(told, 'cs'))
    world = world === undefined ? undefined : csNext(world, code);
  const isInForce = embargo === 'active' || embargo === 'revise';
  const promises = {
    'reports keep to their words': run(rm, word(told, 'rm')) === letter(report),
    'embargoes keep to their words': run(em, word(told, 'em')) === letter(embargo),
    'the world keeps to its edges': world === cs,
    'an embargo in force has an end, and no other': (embargoUntil !== null) === isInForce,
    'what is proposed is known':
      proposals.length > 0 === (embargo === 'proposed' || embargo === 'revise'),
    'no embargo outlives the secret':
      !/[PX]/.test(cs) || embargo === 'none' || embargo === 'exited',
    'no embargo is proposed while attacks are observed':
      !cs.includes('A') || embargo !== 'proposed',
    'no fix without work that was accepted': !cs.includes('F') || word(told, 'rm').includes('a'),
  };
  return Object.entries(promises).flatMap(([promise, isKept]) => (isKept ? [] : [promise]));
}
