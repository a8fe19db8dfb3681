// What a level means in time and people. SSIRP's own numbers were never published: these are policy defaults.
import type { IncidentContext, Level, Role } from './incident-types.ts';

const minute = 60_000;
const hour = 60 * minute;

export interface LevelPolicy {
  name: string;
  /** Time to acknowledge a task or a role, in milliseconds. */
  ackMs: number;
  /** Longest time between two sitreps, in milliseconds. */
  sitrepMs: number;
  /** Length of a crisis lead's shift in milliseconds; null: no shifts. */
  shiftMs: number | null;
  /** How long customers are watched after release, in milliseconds. */
  monitoringMs: number;
  /** Longest time between two access reviews of a private or restricted incident, in milliseconds. */
  accessReviewMs: number;
  /** Roles that must be held and acknowledged before *mobilize* ends. */
  roles: readonly Role[];
}

const watch: readonly Role[] = ['crisis_lead', 'engineering_lead'];
const elevated: readonly Role[] = [...watch, 'comms_lead'];
const high: readonly Role[] = [
  ...elevated,
  'case_manager',
  'product_lead',
  'detection_lead',
  'support_liaison',
  'legal',
  'scribe',
  'deputy',
];
const critical: readonly Role[] = [...high, 'field_liaison', 'exec_liaison'];

export const levels: Record<Level, LevelPolicy> = {
  1: {
    name: 'Critical',
    ackMs: 5 * minute,
    sitrepMs: hour,
    shiftMs: 8 * hour,
    monitoringMs: 72 * hour,
    accessReviewMs: 24 * hour,
    roles: critical,
  },
  2: {
    name: 'High',
    ackMs: 15 * minute,
    sitrepMs: 2 * hour,
    shiftMs: 8 * hour,
    monitoringMs: 72 * hour,
    accessReviewMs: 24 * hour,
    roles: high,
  },
  3: {
    name: 'Elevated',
    ackMs: 30 * minute,
    sitrepMs: 4 * hour,
    shiftMs: 12 * hour,
    monitoringMs: 24 * hour,
    accessReviewMs: 72 * hour,
    roles: elevated,
  },
  4: {
    name: 'Watch',
    ackMs: 60 * minute,
    sitrepMs: 24 * hour,
    shiftMs: null,
    monitoringMs: 24 * hour,
    accessReviewMs: 72 * hour,
    roles: watch,
  },
};

/** Roles of the release quorum: engineering, communications and the crisis lead, as far as the level has them. */
export function quorum(context: IncidentContext): readonly Role[] {
  return (['crisis_lead', 'engineering_lead', 'comms_lead'] as const).filter((role) =>
    levels[context.level].roles.includes(role),
  );
}
