// What somebody else did while a person filled in a form: why it comes back, and what else they should know.
import type { ChangedThing, EntryView } from '../commands/view-types.ts';
import { clipRich } from './fit.ts';
import type { Rich } from './message.ts';
import { rich, richOf, who } from './rich.ts';

/** A paragraph each: that nothing is saved, who changed what, and what sending again does. */
export function changedNotice(changes: readonly ChangedThing[]): Rich[] {
  return [
    rich`Not saved yet: what this form changes was changed after you opened it.`,
    ...changes.flatMap(({ latest, before }) => [
      rich`Now, by ${who(latest.actor)} ${{ at: latest.recordedAt }}: ${said(latest, 1500)}`,
      before === null ? rich`Before: nothing.` : rich`Before: ${said(before, 500)}`,
    ]),
    rich`Fields that you had changed still hold what you wrote; the others show how it stands now. Look through them and send again to make it so.`,
  ];
}

/** For whoever has just sent a sitrep of their own. */
export function sitrepsMeanwhile(sitreps: readonly EntryView[]): Rich[] {
  return sitreps.map(
    (sitrep) =>
      rich`While you wrote, ${who(sitrep.actor)} sent one too, ${{ at: sitrep.recordedAt }}: ${said(sitrep, 1000)}`,
  );
}

function said({ text }: EntryView, limit: number): Rich {
  return clipRich(richOf(text), limit);
}
