// The rules of a bot in which nobody is on call, nothing is mailed and no document is handed in.
import { examplePublisher } from '#src/shared/publisher.ts';
import type { Rules } from '#src/usecases/work.ts';

export const plainRules: Omit<Rules, 'playbook' | 'newId'> = {
  announces: () => true,
  offers: () => false,
  admins: () => [],
  onCall: () => [],
  publicUrl: null,
  zones: [],
  runsProcess: () => false,
  publisher: examplePublisher,
  programme: { partners: [], sendsMail: false },
  checks: () => [],
  fileProblems: () => [],
  readDocument: () => {
    throw new Error('no document is handed in here');
  },
};
