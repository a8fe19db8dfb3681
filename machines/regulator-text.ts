// The text of a regulator's statement: one heading for each field that the authority asks for.
import type { Tellable } from './draft-source.ts';
import type { FilledBy } from './regulator-fields.ts';
import { fieldsOf } from './regulator-fields.ts';

/** What stands where only a person knows; whoever submits it must have written something in its place. */
export const toBeWritten = '(to be written by a person)';

/** Throws without a clock: the command asks for one. */
export function regulatorText(told: Tellable): string {
  const { clock } = told;
  if (clock === null) throw new Error('a regulator’s text is for a clock');
  return fieldsOf(clock.regime, clock.obligation)
    .map(([name, filledBy]) => `## ${name}\n${valueOf(filledBy, told) ?? toBeWritten}`)
    .join('\n\n');
}

/** Field by field, as whoever types it into a portal needs it. */
export function fieldsIn(text: string): Record<string, string> {
  const parts = text.split(/^## /mu).slice(1);
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', ...value] = part.split('\n');
      return [name.trim(), value.join('\n').trim()];
    }),
  );
}

function valueOf(filledBy: FilledBy, told: Tellable): string | null {
  const { incident, cases, clock, products, measures, cves } = told;
  switch (filledBy) {
    case null:
      return null;
    case 'nature':
      return incident.scope ?? incident.brief ?? `${incident.title}${list(cves)}`;
    case 'products':
      return products.length === 0 ? null : products.join('; ');
    case 'severity': {
      const rated = cases.flatMap(({ context: { n, investigation } }) => {
        const { severity, cvss } = investigation ?? {};
        const scored = cvss === undefined ? '' : `, CVSS ${cvss.score} (${cvss.vector})`;
        return severity === undefined ? [] : `Case ${n}: ${severity.is}${scored}`;
      });
      return rated.length === 0 ? null : rated.join('\n');
    }
    case 'exploitation':
      return incident.facts.attacks === null
        ? 'No attacks are known.'
        : `Attacks are observed since ${incident.facts.attacks}.`;
    case 'measures':
      return measures.length === 0 ? 'None yet.' : measures.join('\n');
    case 'userMeasures':
      return measures.length === 0 ? 'None known yet.' : measures.join('\n');
    case 'timing':
      return clock?.t0At ?? null;
    case 'label':
      return incident.tlp === null ? null : `TLP:${incident.tlp}`;
  }
}

const list = (cves: readonly string[]): string =>
  cves.length === 0 ? '' : ` (${cves.join(', ')})`;
