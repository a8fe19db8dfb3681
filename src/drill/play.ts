// Plays a scenario through the real bot: its people say what the script says, through the same door as anybody.
import type { Plan } from '#machines/incident-types.ts';
import type { Reply } from '../chat/port.ts';
import { plainText } from '../messages/rich.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { withMentions } from './scenario.ts';
import type { Expectation } from './standing.ts';
import { expectedNow } from './standing.ts';

/** The theatre: how to speak, write and wait where the drill is played. */
export interface Stage {
  meet(person: { handle: string; name: string; zone: string }): void;
  idOf(handle: string): string;
  /** The channel that belongs to no incident. */
  general: string;
  /** `exercise`: what the incident is measured by, where it is declared. */
  say(by: string, conversation: string | null, text: string, exercise?: Plan): Reply;
  write(by: string, conversation: string, text: string, capture: boolean): void;
  /** Waits until a step is to be played and all that came before it is delivered. */
  until(step: ScenarioStep): Promise<void>;
  /** The room of the incident that was declared last, once it is open. */
  room(incidentId: string): string | undefined;
  /** Changes the words of a step to the stage's own time. */
  fit(text: string, step: ScenarioStep): string;
  /** What is other than expected, one line each. */
  unmet(incidentId: string, expected: Expectation): string[];
}

export interface Played {
  step: ScenarioStep;
  index: number;
  of: number;
  answer: string;
  /** A step that was to be accepted was refused or the other way round, or the incident stands elsewhere after it. */
  surprising: boolean;
  /** Where the incident stands otherwise than the scenario says; a drill says each once. */
  unmet: readonly string[];
}

const incidentIdPattern = /INC-\d{4}-\d{4,}/;

/** Plays to the end, whatever happens on the way; `played` hears of every step. Returns the incident's id. */
export async function playDrill(
  scenario: Scenario,
  stage: Stage,
  played: (step: Played) => void,
): Promise<string> {
  let incidentId = '';
  let expected: Expectation = {};
  let missed: readonly string[] = [];
  const of = scenario.steps.length;
  const tell = (step: ScenarioStep, index: number, answer: string, isOtherAnswer: boolean) => {
    expected = expectedNow(expected, step.afterwards);
    const all = incidentId === '' ? [] : stage.unmet(incidentId, expected);
    const unmet = all.filter((line) => !missed.includes(line));
    missed = all;
    played({ step, index, of, answer, surprising: isOtherAnswer || unmet.length > 0, unmet });
  };
  for (const person of scenario.people) stage.meet(person);
  for (const [index, step] of scenario.steps.entries()) {
    await stage.until(step);
    const room = step.channel === 'general' ? stage.general : (stage.room(incidentId) ?? null);
    const spoken = withMentions(step, (handle) => stage.idOf(handle));
    if (step.kind === 'message') {
      if (room !== null) stage.write(step.by, room, spoken, step.capture);
      tell(step, index, step.capture ? 'on the timeline' : '', room === null);
      continue;
    }
    const isDeclare = /^declare\s/.test(spoken);
    const reply = isDeclare
      ? // Its people are played, and with them what happens to them.
        stage.say(step.by, room, stage.fit(`${spoken} --drill`, step), {
          ...scenario.plan,
          injects: [],
        })
      : stage.say(step.by, room, stage.fit(spoken, step));
    const answer = plainText(reply.message, (id) => id.split(':').at(-1) ?? id);
    if (isDeclare) incidentId = incidentIdPattern.exec(answer)?.[0] ?? '';
    tell(step, index, answer, reply.refused !== (step.expect === 'refused'));
  }
  return incidentId;
}
