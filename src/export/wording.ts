// The few words that an export puts around the record: names of kinds, outcomes, phases and labels.
import type {
  IncidentContext,
  Level,
  Outcome,
  Phase,
  Role,
  Visibility,
} from '#machines/incident-types.ts';
import { levels } from '#machines/levels.ts';
import type { TaskState } from '#machines/task.ts';

export const none = 'none recorded';

export const phaseNames: Record<Phase, string> = {
  mobilize: 'Mobilize',
  assess: 'Assess',
  remediate: 'Remediate',
  communicate: 'Communicate',
  review: 'Review',
};

export const kindNames: Record<IncidentContext['kind'], string> = {
  vulnerability: 'Vulnerability',
  exploitation: 'Exploitation',
  service: 'Service',
  'supply-chain': 'Supply chain',
};

export const visibilityNames: Record<Visibility, string> = {
  open: 'Open',
  private: 'Private',
  restricted: 'Restricted',
};

export const outcomeNames: Record<Outcome, string> = {
  resolved: 'Resolved',
  stoodDown: 'Stood down',
  falsePositive: 'False positive',
  merged: 'Merged',
};

export const taskStateNames: Record<TaskState, string> = {
  open: 'open',
  acknowledged: 'acknowledged',
  started: 'started',
  blocked: 'blocked',
  done: 'done',
  waived: 'waived',
};

export function levelName(level: Level): string {
  return `${level} (${levels[level].name})`;
}

export function roleName(role: Role): string {
  return role.replaceAll('_', ' ');
}

/** FIRST writes the label as `TLP:AMBER`, never translated. */
export function tlpLabel({ tlp }: Pick<IncidentContext, 'tlp'>): string {
  return tlp === null ? 'TLP not set' : `TLP:${tlp}`;
}

export function roundName(epoch: number): string {
  return epoch === 0 ? '' : `round ${epoch + 1}`;
}
