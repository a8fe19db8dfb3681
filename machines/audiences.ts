// Who may read what, by the label of FIRST's Traffic Light Protocol 2.0 (first.org/tlp, August 2022). A text of ours
// goes to an audience only if everybody in it is somebody whom the label lets read.
import type { Audience, Tlp } from './incident-types.ts';
import { audiences } from './incident-types.ts';

/** The labels of TLP 2.0, the strictest first. */
export const tlpLabels = [
  'RED',
  'AMBER+STRICT',
  'AMBER',
  'GREEN',
  'CLEAR',
] as const satisfies readonly Tlp[];

/** As FIRST defines them, in short. */
const reach: Record<Tlp, string> = {
  RED: 'for the eyes of those named only',
  'AMBER+STRICT': 'within our organization only, for those who need to know',
  AMBER: 'within our organization and its clients, for those who need to know',
  GREEN: 'within the community, never where the public can read it',
  CLEAR: 'for everybody',
};

const ourselves: readonly Audience[] = ['responders', 'executives', 'organization'];
/**
 * Partners and regulators are told one by one, by name and for a reason, as clients are: FIRST's “need to know”.
 * Press is the public.
 */
const served: readonly Audience[] = [...ourselves, 'partners', 'customers', 'regulators'];

const readers: Record<Tlp, readonly Audience[]> = {
  RED: ['responders'],
  'AMBER+STRICT': ourselves,
  AMBER: served,
  GREEN: served,
  CLEAR: audiences,
};

export const audienceNames: Record<Audience, string> = {
  responders: 'the responders',
  executives: 'executives',
  organization: 'our organization',
  partners: 'partners',
  customers: 'customers',
  regulators: 'regulators',
  press: 'the press',
  public: 'the public',
};

export function mayRead(label: Tlp, audience: Audience): boolean {
  return readers[label].includes(audience);
}

/** Which labels let an audience read, the strictest first. */
export function labelsFor(audience: Audience): Tlp[] {
  return tlpLabels.filter((label) => mayRead(label, audience));
}

/** Executives, partners and regulators are told of an embargo by name and keep it. */
const outsiders: readonly Audience[] = ['customers', 'press', 'public'];

export function isToldOfEmbargoes(audience: Audience): boolean {
  return !outsiders.includes(audience);
}

/**
 * Why a text of this label may not go to an audience, in words, or null when it may. Without a label (null) it goes
 * nowhere but to the responders: nobody has said yet who may read it.
 */
export function whyNot(label: Tlp | null, audience: Audience): string | null {
  const wanted = `${audienceNames[audience]} may read ${either(labelsFor(audience))}`;
  if (label === null)
    return audience === 'responders' ? null : `it has no TLP label yet; ${wanted}`;
  return mayRead(label, audience) ? null : `TLP:${label} is ${reach[label]}; ${wanted}`;
}

function either(labels: readonly Tlp[]): string {
  const names = labels.map((label) => `TLP:${label}`);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}
