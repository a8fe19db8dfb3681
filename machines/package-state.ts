// Reads the stored state of a package, and takes it along when its incident is merged into another.
import type { EntryDraft } from './effects.ts';
import { packageEntry } from './package-entries.ts';
import type { PackageContext, PackageState } from './partner-types.ts';
import type { Move, MovedFrom } from './part-types.ts';
import type { Stored } from './stored.ts';

export function packageState({ value }: Pick<Stored<PackageContext>, 'value'>): PackageState {
  if (value === 'moved') return 'moved';
  const { here } = value as { here: PackageState | { out: 'offered' | 'opened' } };
  return typeof here === 'string' ? here : here.out;
}

export function isPackageClosed(stored: Pick<Stored<PackageContext>, 'value'>): boolean {
  const state = packageState(stored);
  return state === 'closed' || state === 'moved';
}

/** Its links open it there. What is in it does not get into an incident that more people see. */
export function packageMoved(
  context: PackageContext,
  { to, renamed, isWider }: Move,
): PackageContext {
  const caseThere = (n: number): number =>
    Number(renamed.get(`case/${n}`)?.slice('case/'.length) ?? n);
  const content = context.content?.map((one) => ({ ...one, n: caseThere(one.n) })) ?? null;
  return { ...context, ...to, content: isWider ? null : content };
}

export function packageTakenOver(c: PackageContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now package ${from.n} of ${from.incidentId}`;
  return packageEntry(c, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}
