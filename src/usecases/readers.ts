// What people of a tenant read others called: their own people by name, and those of the paired tenant with the name of
// their platform behind it. Of anybody else only the last part of the id is shown.
import type { PersonId } from '#machines/incident-types.ts';
import { pairedWith, tenantOf } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import { loadPerson } from '#db/people.ts';
import { withPlatform } from '../shared/platform-name.ts';

export interface Readers {
  /** Is the person at home in the paired tenant, so that the readers' platform cannot mention them? */
  isElsewhere: (person: PersonId) => boolean;
  nameOf: (person: PersonId) => string;
}

export function readersIn(db: Db, tenant: string): Readers {
  const paired = pairedWith(db, tenant);
  const isElsewhere = (person: PersonId): boolean => paired !== null && tenantOf(person) === paired;
  return {
    isElsewhere,
    nameOf: (person) => {
      const isKnown = tenantOf(person) === tenant || isElsewhere(person);
      const name = (isKnown ? loadPerson(db, person)?.name : undefined) ?? tailOf(person);
      return isElsewhere(person) ? withPlatform(name, person) : name;
    },
  };
}

function tailOf(person: PersonId): string {
  return person.split(':').at(-1) ?? person;
}
