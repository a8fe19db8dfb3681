// Between the receivers and the use cases: text and forms become commands, outcomes become replies. It is the one
// place where a failure of ours turns into words for the person who asked.
import { taskOfMessage } from '#db/conversations.ts';
import { pairedWith, tenantOf } from '#db/mirrors.ts';
import type { Store } from '#db/open.ts';
import { pauseOf } from '#db/pauses.ts';
import { loadPerson, peopleCalled, savePerson } from '#db/people.ts';
import type {
  Actor,
  CommandSink,
  FileReply,
  FileSource,
  FormReply,
  MakeFile,
  Met,
  Reply,
  Spoken,
} from './chat/port.ts';
import { clip } from './commands/clip.ts';
import type { Command, IncidentCommand } from './commands/command.ts';
import type { SubmittedForm } from './commands/forms.ts';
import { formCommand, formCommands } from './commands/forms.ts';
import type { Outcome } from './commands/outcome.ts';
import { withTask } from './commands/in-thread.ts';
import { unpackSource } from './commands/source-message.ts';
import { parse } from './commands/parse.ts';
import { readSeen } from './commands/seen.ts';
import { formFor, messageFor } from './messages/for-readers.ts';
import { formAgain, renderForm } from './messages/forms.ts';
import { withHeldNotice } from './messages/held.ts';
import { changedNotice } from './messages/meanwhile.ts';
import type { FormValues } from './messages/message.ts';
import { renderOutcome } from './messages/reply.ts';
import type { Telling } from './messages/sayings.ts';
import { similarNotice } from './messages/similar.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';
import { errorFacts } from './shared/log.ts';
import type { Rules } from './usecases/apply-event.ts';
import { handleCommands } from './usecases/handle-command.ts';
import { whyNoFile } from './usecases/may-export.ts';
import { openHome } from './usecases/open-home.ts';
import { readersIn } from './usecases/readers.ts';
import type { Request } from './usecases/request.ts';
import { takeNotice } from './usecases/take-notice.ts';

export interface SinkParts {
  store: Store;
  rules: Rules;
  clock: Clock;
  log: Log;
  /** Zone of people whose platform tells none. */
  zone: string;
  newRef: () => string;
  /** Starts a drill; undefined where this process has no console to play it in. */
  startDrill: ((scenario: string) => Outcome) | undefined;
  /** What people can lead as a drill. */
  scenarios: readonly DrillOffer[];
  makeFile: MakeFile;
  /** Called after something was changed. */
  afterChange: () => void;
}

/** A scenario, as far as leading it needs. */
export interface DrillOffer {
  name: string;
  title: string;
  /** The command that declares its incident. */
  declaration: string;
  plan: NonNullable<Extract<Command, { verb: 'declare' }>['exercise']>;
}

export function createSink(parts: SinkParts): CommandSink & FileSource {
  const { store, clock } = parts;
  const timeOf = ({ id }: Actor) => ({
    now: clock.now(),
    zone: loadPerson(store.db, id)?.zone ?? parts.zone,
  });
  return {
    say: (spoken, text) =>
      guarded(parts, spoken, (telling) => {
        const named = withHandles(store, ownMentions(store, text, spoken.actor), spoken.actor);
        const said = inThread(store, spoken, named);
        const parsed = parse(said, timeOf(spoken.actor));
        const outcome: Outcome = parsed.ok
          ? run(parts, spoken, [measured(parsed.value, spoken)])
          : { kind: 'refused', refusal: { reason: 'usage', error: parsed.error } };
        return answerTo(parts, spoken, outcome, telling);
      }),
    do: (spoken, command) =>
      guarded(parts, spoken, (telling) => {
        const own =
          command.verb === 'capture'
            ? { ...command, text: ownMentions(store, command.text, spoken.actor) }
            : command;
        return answerTo(parts, spoken, run(parts, spoken, [own]), telling);
      }),
    submit: (spoken, form, values): FormReply => {
      const own = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          ownMentions(store, value, spoken.actor),
        ]),
      );
      const read = formCommands(form, own, timeOf(spoken.actor));
      if (!read.ok) return { ok: false, errors: read.error };
      const { commands, afterDeclare } = read.value;
      const seen = readSeen(form.seen)?.seq;
      const reply = guarded(parts, spoken, (telling) => {
        const outcome = run(parts, { ...spoken, seen }, commands, afterDeclare);
        return formBack(parts, spoken, { form, values: own }, outcome, telling);
      });
      return { ok: true, reply };
    },
    fileFor: (spoken, incidentId, of): FileReply => {
      let made: Extract<FileReply, { ok: true }>['file'] | undefined;
      const reply = guarded(parts, spoken, (telling) => {
        const refusal = whyNoFile(store.db, requestOf(parts, spoken), incidentId);
        if (refusal !== null) return renderOutcome({ kind: 'refused', refusal }, telling);
        made = parts.makeFile(incidentId, of);
        return renderOutcome({ kind: 'done', incidentId, text: made.filename }, telling);
      });
      return made === undefined ? { ok: false, reply } : { ok: true, file: made };
    },
    opened: ({ id, tenant, kind }) => {
      if (kind === 'unknown' && loadPerson(store.db, id) === undefined) return false;
      openHome(store, clock.now(), { tenant, person: id });
      parts.afterChange();
      return true;
    },
    met: (person) => {
      meet(parts, person);
    },
    notice: (notice) => {
      takeNotice(store, parts.rules, clock.now(), notice);
      parts.afterChange();
    },
  };
}

function measured(command: Command, { exercise }: Spoken): Command {
  return command.verb === 'declare' && command.drill && exercise !== undefined
    ? { ...command, exercise }
    : command;
}

/** What is said in a task's thread is about that task. */
function inThread({ db }: Store, { actor, conversation, thread }: Spoken, text: string): string {
  if (conversation === null || thread === undefined) return text;
  const n = taskOfMessage(db, { tenant: actor.tenant, conversation, messageId: thread });
  return n === undefined ? text : withTask(text, n);
}

/**
 * Who is of another tenant, unless the two are paired, is nobody here: an id that somebody made up becomes plain text,
 * and shows no name.
 */
function ownMentions({ db }: Store, text: string, { tenant }: Actor): string {
  const paired = pairedWith(db, tenant);
  const isKnown = (id: string): boolean =>
    id.startsWith(`${tenant}:`) || (tenantOf(id) === paired && loadPerson(db, id) !== undefined);
  return text.replaceAll(/<@([^>]*)>/gu, (mention, id: string) =>
    id.includes(':') && !isKnown(id) ? `@${id}` : mention,
  );
}

/** No platform can mention people of another: a handle that one person of the paired tenant has is that person. */
function withHandles({ db }: Store, text: string, { tenant }: Actor): string {
  const paired = pairedWith(db, tenant);
  if (paired === null) return text;
  return text.replaceAll(/(?<!\S)@([\w-]+(?:[.@][\w-]+)*)/gu, (typed, handle: string) => {
    const [person, ...more] = peopleCalled(db, paired, handle);
    return person === undefined || more.length > 0 ? typed : `<@${person.id}>`;
  });
}

function requestOf(
  { store, rules }: SinkParts,
  { actor, requestId, conversation, seen }: Spoken & { seen?: number | undefined },
): Request {
  return {
    requestId,
    person: actor.id,
    tenant: actor.tenant,
    // A platform that does not answer must not lock out the people it has vouched for before.
    kind:
      actor.kind === 'unknown' ? (loadPerson(store.db, actor.id)?.kind ?? 'unknown') : actor.kind,
    isAdmin: rules.admins(actor.tenant).includes(actor.id),
    conversation,
    seen,
  };
}

function run(
  parts: SinkParts,
  spoken: Spoken & { seen?: number | undefined },
  commands: readonly Command[],
  afterDeclare: readonly IncidentCommand[] = [],
): Outcome {
  const { store, rules, clock, log, afterChange } = parts;
  const { actor, requestId } = spoken;
  const [first] = commands;
  const startedAt = performance.now();
  if (first?.verb === 'drill' && actor.kind === 'member') {
    const opened = openDrill(parts, first);
    return 'verb' in opened ? run(parts, spoken, [opened]) : opened;
  }
  const request = requestOf(parts, spoken);
  const outcome = handleCommands(store, rules, clock.now(), request, commands, afterDeclare);
  log.info(
    {
      requestId,
      command: first?.verb,
      outcome: outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind,
      ...('incidentId' in outcome ? { incidentId: outcome.incidentId } : {}),
      ms: Math.round(performance.now() - startedAt),
    },
    'command handled',
  );
  if (['done', 'declared', 'retried'].includes(outcome.kind)) afterChange();
  return outcome;
}

/** The declaration that opens a drill; or what else is to be said. */
function openDrill(
  { clock, zone, scenarios, startDrill }: SinkParts,
  { scenario, scripted }: Extract<Command, { verb: 'drill' }>,
): Extract<Command, { verb: 'declare' }> | Outcome {
  if (scenario === null && !scripted)
    return { kind: 'scenarios', scenarios, isScripted: startDrill !== undefined };
  const wanted = scenario?.toLowerCase() ?? scenarios[0]?.name ?? '';
  const offer = scenarios.find(({ name }) => name === wanted);
  if (offer === undefined) {
    const names = scenarios.map(({ name }) => name);
    const problem = `There is no scenario “${clip(wanted)}”; there is: ${names.join(', ')}. Yours come from the folder that SSIRP_SCENARIOS names.`;
    const error = { problem, usage: 'drill <scenario> [--scripted]', nearest: [] };
    return { kind: 'refused', refusal: { reason: 'usage', error } };
  }
  if (scripted)
    return (
      startDrill?.(offer.name) ?? {
        kind: 'refused',
        refusal: { reason: 'otherPlatform', what: 'drill' },
      }
    );
  const declared = parse(offer.declaration, { now: clock.now(), zone });
  if (!declared.ok || declared.value.verb !== 'declare')
    throw new Error(`the scenario ${offer.name} declares nothing`);
  return { ...declared.value, drill: true, anyway: true, exercise: offer.plan };
}

/** With a word on it where what was done is recorded but delivered later. */
function answerTo(
  { store }: SinkParts,
  { actor }: Spoken,
  outcome: Outcome,
  telling: Telling,
): Reply {
  const answer = renderOutcome(outcome, telling);
  const isRecorded = outcome.kind === 'done' || outcome.kind === 'declared';
  const held = isRecorded ? pauseOf(store.db, actor.tenant) : undefined;
  return held === undefined ? answer : { ...answer, message: withHeldNotice(answer.message, held) };
}

/** What a submission answers: the form again, with what the person wrote, where it must be asked about first. */
function formBack(
  parts: SinkParts,
  spoken: Spoken,
  { form, values }: { form: SubmittedForm; values: FormValues },
  outcome: Outcome,
  telling: Telling,
): Reply {
  const answer = answerTo(parts, spoken, outcome, telling);
  if (outcome.kind === 'similar') {
    const { similar, command } = outcome;
    const known = Array.isArray(command.anyway) ? command.anyway : [];
    const asking = { similar, known, level: values['level'] ?? '' };
    const fresh = renderForm({ form: 'declare', asking, from: unpackSource(form.subject) });
    // Asked anew each time: there may be others than those that they answered for.
    const { same: _answered, ...written } = values;
    const notice = similarNotice(similar, telling.now);
    return { ...answer, form: formAgain(fresh, { values: written, seen: '', notice }) };
  }
  const command = formCommand(form, values);
  if (outcome.kind !== 'refused' || outcome.refusal.reason !== 'changedMeanwhile') return answer;
  if (command === null) return answer;
  const fresh = run(parts, spoken, [command]);
  if (fresh.kind !== 'form') return answer;
  const notice = changedNotice(outcome.refusal.changes);
  const shown = formAgain(renderForm(fresh.request), { values, seen: form.seen, notice });
  return { ...answer, form: shown };
}

function guarded(
  { store, clock, log, newRef }: SinkParts,
  spoken: Spoken,
  work: (telling: Telling) => Reply,
): Reply {
  try {
    const readers = readersIn(store.db, spoken.actor.tenant);
    const { message, form, ...reply } = work({ now: clock.now(), nameOf: readers.nameOf });
    return {
      ...reply,
      message: messageFor(message, readers),
      ...(form === undefined ? {} : { form: formFor(form, readers) }),
    };
  } catch (error) {
    const ref = newRef().slice(0, 6);
    log.error({ requestId: spoken.requestId, ref, ...errorFacts(error) }, 'command failed');
    const summary = `Something went wrong (ref ${ref}). See \`status\` before you try again; if it stays, give the reference to whoever runs the bot.`;
    return {
      message: { summary, blocks: [{ kind: 'text', text: [summary], tone: 'bad' }] },
      refused: true,
      isBroken: true,
    };
  }
}

/** Written only when something changed: people are met with every request. */
function meet({ store, rules, clock }: SinkParts, person: Met): void {
  const known = loadPerson(store.db, person.id);
  if (known !== undefined && known.kind !== person.kind) {
    takeNotice(store, rules, clock.now(), { kind: 'person', person });
    return;
  }
  const same =
    known !== undefined &&
    known.name === person.name &&
    known.handle === person.handle &&
    known.zone === person.zone;
  if (!same) store.transaction((tx) => savePerson(tx, person));
}
