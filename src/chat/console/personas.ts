// The people one can play in the console: a response team around the globe, and a guest who may only look.
import type { Met } from '../port.ts';
import type { Persona } from './wire.ts';

export const tenant = 'console:local';

/** Whoever starts as Ada sits at this machine: its clock is theirs. */
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

const people = [
  ['ada', 'Ada Reyes', 'Crisis lead', here],
  ['ben', 'Ben Okafor', 'Engineering lead', 'America/New_York'],
  ['chen', 'Chen Wei', 'Detection', 'Asia/Shanghai'],
  ['dara', 'Dara Novak', 'Communications', 'Europe/Prague'],
  ['elif', 'Elif Kaya', 'Product', 'Europe/Istanbul'],
  ['finn', 'Finn Larsen', 'Case manager', 'Europe/Copenhagen'],
  ['gita', 'Gita Rao', 'Support and field', 'Asia/Kolkata'],
  ['hugo', 'Hugo Martin', 'Legal', 'Europe/Paris'],
  ['ines', 'Inês Costa', 'Executive liaison', 'America/Sao_Paulo'],
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
  colour,
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

export function personId(handle: string): string {
  return `${tenant}:${handle}`;
}

/** A name for any person id; a drill may bring people who are not played here. */
export function nameOf(id: string): string {
  const handle = id.split(':').at(-1) ?? id;
  return personas.find((persona) => persona.id === id)?.name ?? handle;
}

/** `@ada` → `<@console:local:ada>`, for known people only. */
export function withPersonIds(text: string): string {
  return text.replaceAll(/(?<![\w@.])@(\w+)/g, (typed, handle: string) => {
    const persona = personaOf(handle.toLowerCase());
    return persona === undefined ? typed : `<@${persona.id}>`;
  });
}
