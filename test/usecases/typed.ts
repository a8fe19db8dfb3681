// What somebody types in an incident, and reads in answer.
import type { IncidentCommand } from '#src/commands/command.ts';
import { parse } from '#src/commands/parse.ts';
import type { Message } from '#src/messages/message.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf } from '#src/messages/rich.ts';
import type { Core } from '../support/core.ts';
import { about } from '../support/core.ts';

/** Says one line after the other; the answer to the last. */
export function answerTo(core: Core, incident: string, typed: string[], by = 'ada'): Message {
  let answer: Message | undefined;
  for (const line of typed) {
    const now = core.clock.now();
    const parsed = parse(line, { now, zone: 'UTC' });
    if (!parsed.ok) throw new Error(`${line}: ${parsed.error.problem}`);
    const command = { ...parsed.value, incidentId: incident } as IncidentCommand & {
      incidentId: string;
    };
    answer = renderOutcome(core.ask(by, command), { now, nameOf: handleOf }).message;
  }
  if (answer === undefined) throw new Error('nothing was said');
  return answer;
}

/** The same in short, said by the lead. */
export function says(core: Core, incident: string, ...typed: string[]): string {
  return answerTo(core, incident, typed).summary;
}

/** An incident of which Ada is crisis lead. */
export function led(core: Core, input: Parameters<Core['declare']>[1] = {}): string {
  const incident = core.declare('ada', input);
  core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
  return incident;
}
