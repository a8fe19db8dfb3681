// What each event does to the context, the timeline and the outside world. The chart (incident.ts) says when.
import type { Saying } from './effects.ts';
import type { IncidentContext, IncidentEvent, Phase } from './incident-types.ts';
import * as words from './entries.ts';
import type { Change, Rules } from './rule-parts.ts';
import { status, rolesCard, checklistCard, say } from './rule-parts.ts';
import { accessRules, nextAccessReview } from './rules-access.ts';
import { injectTimers } from './exercise.ts';
import { courseRules } from './rules-course.ts';
import { drillRules } from './rules-drill.ts';
import { levelRules } from './rules-level.ts';
import { peopleRules } from './rules-people.ts';
import { reminderRules } from './rules-reminders.ts';
import { recordRules } from './rules-record.ts';
import { responseRules } from './rules-response.ts';
import { roomRules } from './rules-room.ts';

export { rolesOf } from './rule-parts.ts';

/** What each event does. The compiler sees to it that none is missing. */
export const rules: Rules = {
  ...peopleRules,
  ...accessRules,
  ...responseRules,
  ...courseRules,
  ...drillRules,
  ...levelRules,
  ...recordRules,
  ...reminderRules,
  ...roomRules,
};

/** Runs on entering a phase, whatever led there; the rule that led there brings the former checklist up to date. */
export function enterPhase(
  context: IncidentContext,
  phase: Phase,
  event: Partial<IncidentEvent>,
): Change {
  const from = event.type === undefined || context.phase === phase ? null : context.phase;
  const entered: Saying = {
    kind: 'phaseEntered',
    phase,
    from,
    reason: 'reason' in event && typeof event.reason === 'string' ? event.reason : null,
  };
  return {
    set: { phase },
    timers: injectTimers(context, phase),
    consequences: [{ kind: 'addPlaybookTasks', phase, level: context.level }],
    effects: [
      say(entered),
      checklistCard({ phase, epoch: context.epoch }),
      status,
      { kind: 'setTopic' },
      { kind: 'card', card: 'announcement' },
    ],
  };
}

/** The declaration itself: the room, its people, and the first entry of the record. */
export function declared(context: IncidentContext): Change {
  return {
    entries: [words.declared(context)],
    effects: [
      { kind: 'openChannel' },
      status,
      { kind: 'invite', people: [context.declaredBy] },
      rolesCard,
    ],
    consequences: [{ kind: 'offerRoles' }],
    timers: [...nextAccessReview(context), ...injectTimers(context, null)],
  };
}
