// The people one can play in the console: a response team around the globe, and a guest who may only look.
import type { Met } from '../port.ts';
import { bot } from './store.ts';
import type { Persona } from './wire.ts';

export const tenant = 'console:local';

/** Whoever starts as Ada sits at this machine: its clock is theirs. */
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Of the page's avatars. */
const colours = 10;

const people = [
  ['ada', 'Ada Reyes', 'Crisis lead', here],
  ['ben', 'Ben Okafor', 'Engineering', 'America/New_York'],
  ['dara', 'Dara Novak', 'Communications', 'Europe/Prague'],
  ['dmitri', 'Dmitri Salo', 'Cases', 'America/Los_Angeles'],
  ['emi', 'Emi Tanaka', 'Product', 'America/Los_Angeles'],
  ['farid', 'Farid Aziz', 'Detection', 'Europe/Dublin'],
  ['gwen', 'Gwen Pritchard', 'Support', 'America/Chicago'],
  ['hugo', 'Hugo Lindqvist', 'Legal', 'America/New_York'],
  ['ines', 'Ines Cardoso', 'Field', 'Europe/London'],
  ['jonas', 'Jonas Weber', 'Executives', 'America/Los_Angeles'],
  ['kiri', 'Kiri Walker', 'Scribe', 'Pacific/Auckland'],
  ['mateo', 'Mateo Silva', 'Test', 'America/Los_Angeles'],
  ['noor', 'Noor Haddad', 'Deputy', 'Asia/Kolkata'],
  ['gus', 'Gus Hall', 'Vendor, guest', 'Europe/London'],
] as const;

export const personas: readonly Persona[] = people.map(([handle, name, job, zone], colour) => ({
  handle,
  id: personId(handle),
  name,
  initials: name
    .split(' ')
    .map((word) => word.slice(0, 1))
    .join(''),
  colour: colour % colours,
  job,
  zone,
  kind: handle === 'gus' ? 'guest' : 'member',
}));

export function personaOf(handle: string): Persona | undefined {
  return personas.find((persona) => persona.handle === handle);
}

export function metOf({ id, name, handle, zone, kind }: Persona): Met {
  return { id, tenant, name, handle, zone, kind };
}

function personId(handle: string): string {
  return `${tenant}:${handle}`;
}

/** A name for any person id; a drill may bring people who are not played here. */
export function nameOf(id: string): string {
  if (id === bot) return bot;
  const handle = id.split(':').at(-1) ?? id;
  const name = handle.slice(0, 1).toUpperCase() + handle.slice(1);
  return personas.find((persona) => persona.id === id)?.name ?? name;
}

/** `@ada` → `<@console:local:ada>`, for known people only. */
export function withPersonIds(text: string): string {
  return text.replaceAll(/(?<![\w@.])@(\w+)/g, (typed, handle: string) => {
    const persona = personaOf(handle.toLowerCase());
    return persona === undefined ? typed : `<@${persona.id}>`;
  });
}
