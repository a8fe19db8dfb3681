// Who is who in an export: names for person ids, and texts with `<@id>` turned into names.
import type { PersonId } from '#machines/incident-types.ts';
import type { ExportSource } from './source.ts';
import { utc } from './times.ts';
import { clip, oneLine, visible } from './visible.ts';

const mentions = /<@([^<>\s]{1,300})>/g;
const nameMax = 80;

export interface Names {
  of(person: PersonId): string;
  /** A text of the record as a reader should see it: names for ids, moments in UTC, nothing hidden. */
  inText(text: string): string;
}

/** `people` may be a whole directory: a name is made when it is first asked for. */
export function namesOf(people: ExportSource['people']): Names {
  const holders = new Map<string, number>();
  for (const { name } of people.values()) holders.set(name, (holders.get(name) ?? 0) + 1);
  const names = new Map<PersonId, string>([['ssirp', 'SSIRP bot']]);

  function nameOf(person: PersonId): string {
    const known = people.get(person);
    if (known === undefined) return cleaned(tailOf(person));
    const { name, handle } = known;
    // Two people of one name are told apart by their handles.
    const isUnique = name !== '' && holders.get(name) === 1;
    return cleaned(isUnique ? name : `${name} (${handle})`);
  }

  function of(person: PersonId): string {
    const known = names.get(person) ?? nameOf(person);
    names.set(person, known);
    return known;
  }

  return {
    of,
    inText: (text) =>
      visible(text.includes('<@') ? text.replace(mentions, (_all, id: string) => of(id)) : text)
        // As the record writes them, to the millisecond.
        .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}Z/gu, utc),
  };
}

/** The ids that a text mentions. */
export function mentioned(text: string): PersonId[] {
  if (!text.includes('<@')) return [];
  return [...text.matchAll(mentions)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}

/** The part of `platform:tenant:user` that people may recognise. */
function tailOf(person: PersonId): string {
  return person.slice(person.lastIndexOf(':') + 1);
}

function cleaned(name: string): string {
  return clip(oneLine(visible(name)), nameMax);
}
