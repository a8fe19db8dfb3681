// Who asks for what, as the use cases of this folder hand it to each other.
import type { PersonId } from '#machines/incident-types.ts';
import type { Command, IncidentCommand } from '../commands/command.ts';

/** Who asks, through which delivery, and where. */
export interface Request {
  requestId: string;
  person: PersonId;
  tenant: string;
  kind: 'member' | 'guest' | 'stranger' | 'unknown';
  isAdmin: boolean;
  conversation: string | null;
  /** For a form: the newest entry of the timeline when it was opened. */
  seen?: number | undefined;
  /** Who has approved what this person proposed; only approvals.ts says so. */
  approvedBy?: PersonId;
}

export type AboutIncident = Command & IncidentCommand;

export interface Stamp {
  at: string;
  by: PersonId;
  approvedBy?: PersonId;
}
