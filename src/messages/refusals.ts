// Every "no" in words: what is wrong, what is missing, and the command that helps. A refusal without a sentence does
// not compile.
import type { UsageError } from '../commands/command.ts';
import type { Refusal } from '../commands/refusal.ts';
import type { ListedIncident } from '../commands/view-types.ts';
import { approvalRefusals } from './approval-card.ts';
import { whyClockNotNow } from './clock-not-now.ts';
import { whyCaseNotNow } from './case-words.ts';
import { compose } from './compose.ts';
import { documentFileRefusals } from './document-file-words.ts';
import { documentRefusals } from './document-words.ts';
import { criterionLine, missingWords } from './criteria.ts';
import { whyGuarded } from './guards.ts';
import { incidentItem } from './list-items.ts';
import { changedNotice } from './meanwhile.ts';
import type { Block, Message, Rich } from './message.ts';
import { whyNotNow, whyTaskNotNow } from './not-now.ts';
import { partnerRefusals } from './partner-views.ts';
import type { NameOf } from './rich.ts';
import { bold, byWhom, cmd, joined, plainRich, rich, richOf, who } from './rich.ts';
import { passRefusals } from './pass-card.ts';
import { statementRefusals } from './statement-card.ts';
import { line } from './tidy.ts';
import { trainRefusals } from './train-refusals.ts';
import { nextPhase, phaseOrder, roleName, roleNames } from './words.ts';

interface Said {
  text: Rich;
  items?: readonly Rich[];
  /** Said after the items. */
  after?: Rich;
  /** What the summary says instead of text, when the items carry the matter. */
  summary?: Rich;
}

type ByReason = { [R in Refusal as R['reason']]: R };

const refusals: { [R in keyof ByReason]: (refusal: ByReason[R]) => Said } = {
  usage: ({ error }) => usage(error),
  noIncidentHere: ({ open }) => noIncidentHere(open),
  unknownIncident: ({ id }) => ({
    text: rich`There is no incident ${quoted(id)}, or you may not see it. Your incidents: ${cmd('list mine')}.`,
  }),
  unknownTask: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no task ${String(n)}. See ${cmd('tasks all')}.`,
  }),
  unknownCase: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no case ${String(n)}. See ${cmd('cases')}.`,
  }),
  whichCase: ({ cases, command, incidentId }) => whichCase(cases, command, incidentId),
  underEmbargo: ({ found }) => underEmbargo(found),
  caseNotNow: (refusal) => ({ text: whyCaseNotNow(refusal) }),
  ...approvalRefusals,
  ...statementRefusals,
  ...passRefusals,
  ...documentRefusals,
  ...documentFileRefusals,
  ...trainRefusals,
  ...partnerRefusals,
  unknownClock: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no clock ${String(n)}. See ${cmd('clock list')}.`,
  }),
  clockProposed: ({ n }) => ({
    text: rich`That is proposed already, as clock ${String(n)}. Legal or the crisis lead decides: ${cmd(`clock ${n} applies`)} or ${cmd(`clock ${n} not-applicable <reason>`)}.`,
  }),
  noReporter: ({ n, incidentId }) => ({
    text: rich`Case ${String(n)} of ${incidentId} has no reporter who waits for an answer. See ${cmd(`case show ${n}`)}.`,
  }),
  clockNotNow: (refusal) => ({ text: whyClockNotNow(refusal) }),
  unknownEntry: ({ seq, incidentId }) => ({
    text: rich`The timeline of ${incidentId} has no entry ${String(seq)}. See ${cmd('timeline 50')}.`,
  }),
  unknownDelivery: ({ id, incidentId }) => ({
    text: rich`${incidentId ?? 'This workspace'} has no failed delivery${id === 'all' ? '' : ` ${id}`}. See ${cmd('health')}.`,
  }),
  notAllowed: (refusal) => notAllowed(refusal),
  guest: () => ({
    text: rich`Guests cannot lead or change an incident. Ask a member of the workspace to do it, or to write it down for you: ${cmd('note <text>')}.`,
  }),
  restricted: ({ id, lead }) => ({
    text: rich`${id} is restricted: only those whom its lead brought in may see it.${lead === null ? [] : rich` Ask ${who(lead)}.`} As administrator you can let yourself in; it is recorded and announced there: ${cmd(`${id} join <reason>`)}.`,
  }),
  standingUnknown: () => ({
    text: rich`I could not find out whether you are a member here, so nothing was changed. Say it again in a minute. If it stays like this, see ${cmd('health')}.`,
  }),
  guard: (refusal) => guard(refusal),
  notNow: (refusal) => ({ text: whyNotNow(refusal) }),
  taskNotNow: (refusal) => ({ text: whyTaskNotNow(refusal) }),
  changedMeanwhile: ({ changes }) => ({
    text: joined([...changedNotice(changes), rich`The record: ${cmd('timeline')}.`], ' '),
  }),
  notNext: (refusal) => ({ text: notNext(refusal) }),
  notInQuorum: ({ quorum }) => ({
    text: rich`The go comes from ${joined(quorum.map(roleName))}, and you hold none of these roles. See ${cmd('roles')}, or take one: ${cmd(`role ${quorum[0] ?? 'crisis_lead'} @me`)}.`,
  }),
  notForAudience: ({ why }) => ({
    text: rich`The record of this incident may not go there: ${why}. Tell them what they may read: ${cmd('statement <kind>')}.`,
  }),
  unready: ({ unready }) => ({
    text: rich`The release waits, so nobody gives a go yet:`,
    items: unready
      .slice(0, 20)
      .map(({ words, next }) => rich`${line(words, 300)}: ${cmd(line(next, 100))}`),
    summary: rich`The release waits: ${line(unready.map(({ words }) => words).join('; '), 1000)}.`,
  }),
  nothingToClaim: () => ({
    text: rich`Every role this level needs is held. See ${cmd('roles')}, or take one over: ${cmd('role <role> @me')}.`,
  }),
  noOnCall: ({ role, after }) => ({
    text: rich`${after === null ? rich`Nobody is on call for ${roleName(role)} here.` : rich`${who(after)} is the last one on call for ${roleName(role)}.`} Ask somebody by name: ${cmd(`role ${role} @user`)}.`,
  }),
  roleTaken: ({ role, by, since, isRace }) => ({
    text: rich`${isRace ? rich`${who(by)} was faster: ` : []}${roleName(role)} is with ${who(by)} since ${{ at: since }}. See ${cmd('roles')}. Only the lead may take it over: ${cmd(`role ${role} @user`)}.`,
  }),
  mergeDrill: ({ into }) => ({
    text: rich`A drill and a real incident are not merged, and one of these is a drill. End it: ${cmd('drill stop <reason>')}; or go on in ${line(into, 40)}: ${cmd(`${line(into, 40)} status`)}.`,
  }),
  noDrill: ({ incidentId }) => ({
    text: rich`${incidentId} is no drill, so it has no score. Its figures stand in the export: ${cmd('export')}. Drills: ${cmd('drill')}.`,
  }),
  noSnooze: ({ what, because }) => ({ text: noSnooze(what, because) }),
  nobodyOutside: ({ because }) => ({
    text: rich`Nothing was sent outside: ${nobodyOutside[because]} Tell those who are in the incident: ${cmd('sitrep <text>')}.`,
  }),
  mergeTargetClosed: ({ into }) => ({
    text: rich`${line(into, 40)} is closed, so nothing can be merged into it. Reopen it first (${cmd(`${line(into, 40)} reopen <reason>`)}), or choose another: ${cmd('list')}.`,
  }),
  alreadyCaptured: ({ seq }) => ({
    text: rich`That message is on the record already, as entry ${String(seq)}. See ${cmd('timeline')}.`,
  }),
  notCaptured: () => ({
    text: rich`That message is not on the record. To write it down: ${cmd('note <text>')}.`,
  }),
  otherPlatform,
  noCalendar: () => ({
    text: rich`I have no address at which a calendar could reach me. Whoever runs the bot sets ${{ code: 'PUBLIC_URL' }} to one; until then the next clocks stand on your page: ${cmd('home')}.`,
  }),
  notShownThere: ({ person, incidentId }) => ({
    text: rich`${incidentId} is not shown where ${who(person)} is, so they cannot be brought into it. Only open incidents are mirrored, and no drills. Who can read it: ${cmd(`${incidentId} who`)}.`,
  }),
};

function whichCase(
  cases: ByReason['whichCase']['cases'],
  command: string,
  incidentId: string,
): Said {
  if (cases.length === 0)
    return { text: rich`${incidentId} has no open case. Add one: ${cmd('case add <title>')}.` };
  return {
    text: rich`${incidentId} has several cases. Say which: ${cmd(command)}.`,
    items: cases
      .slice(0, 20)
      .map(({ n, title }) => rich`${String(n)}: ${richOf(line(title, 150))}`),
  };
}

function underEmbargo(found: ByReason['underEmbargo']['found']): Said {
  const ends = joined(
    found.map(({ n }) => cmd(`embargo case ${n} end <reason>`)),
    ' or ',
  );
  return {
    text: rich`People outside would read of what is under an embargo. Leave these words out, or end the embargo first: ${ends}.`,
    items: found.map(
      ({ n, until, words }) =>
        rich`Case ${String(n)}${until === null ? ', embargo proposed' : rich`, until ${{ at: until }}`}: ${words.map((word) => `“${line(word, 80)}”`).join(', ')}`,
    ),
  };
}

const nobodyOutside = {
  visibility: 'this incident is not open to all, so only the people in it may read of it.',
  tlp: 'its label is TLP:RED, so only the people in it may read of it.',
  nowhere: 'there is no announcement channel here.',
};

function noSnooze(what: string, because: ByReason['noSnooze']['because']): Rich {
  switch (because.why) {
    case 'nothing':
      return rich`No reminder of that kind rings, so there is nothing to put off. See ${cmd('status')}.`;
    case 'often':
      return rich`That reminder was put off as often as it may be. Settle it, or ask somebody: ${cmd('roles')}.`;
    case 'long':
      return rich`That is too long: it may rest until ${{ at: because.latest }} at most, because something must not be missed. Shorter: ${cmd(`snooze ${line(what, 40)} 15m`)}.`;
  }
}

/** A refusal as a message for the person who asked. */
export function renderRefusal(refusal: Refusal, nameOf: NameOf): Message {
  const { text, items = [], after, summary } = say(refusal.reason, refusal);
  const blocks: Block[] = [
    { kind: 'text', text, tone: 'warning' },
    ...(items.length === 0
      ? []
      : [
          {
            kind: 'list' as const,
            items: items.map((item) => ({ mark: 'dot' as const, text: item })),
          },
        ]),
    ...(after === undefined ? [] : [{ kind: 'text' as const, text: after }]),
  ];
  const whole = items.length === 0 ? text : joined([text, rich`${joined(items, '; ')}.`], ' ');
  const plain = joined([summary ?? whole, ...(after === undefined ? [] : [after])], ' ');
  return compose(plainRich(plain, nameOf), blocks);
}

function say<R extends keyof ByReason>(reason: R, refusal: ByReason[R]): Said {
  return refusals[reason](refusal);
}

function quoted(text: string): string {
  const short = line(text, 80);
  return short === '' ? 'like that' : `"${short}"`;
}

function usage({ problem, usage: form, nearest }: UsageError): Said {
  const verbs = joined(nearest.slice(0, 5).map((verb) => cmd(line(withoutSlash(verb), 60))));
  const did = nearest.length === 0 ? [] : rich` Did you mean ${verbs}?`;
  const how =
    form === null
      ? rich` All commands: ${cmd('help')}.`
      : rich` It is written ${cmd(line(withoutSlash(form), 400))}.`;
  return { text: rich`${withCode(problem)}${did}${how}` };
}

/** The grammar sets verbs and examples in backticks. */
function withCode(problem: string): Rich {
  return richOf(problem).flatMap((span): Rich =>
    typeof span === 'string'
      ? span.split('`').map((part, index) => (index % 2 === 0 ? part : { code: line(part, 80) }))
      : [span],
  );
}

function withoutSlash(command: string): string {
  return command.replace(/^\/incident\s+/u, '');
}

function noIncidentHere(open: readonly ListedIncident[]): Said {
  if (open.length === 0) {
    return {
      text: rich`This channel belongs to no incident, and none is open. Declare one: ${cmd('declare <title> --level 1-4')}.`,
    };
  }
  const example = open[0]?.id ?? 'INC-2026-0001';
  return {
    text: rich`This channel belongs to no incident. Say it in the incident's channel, or name the incident: ${cmd(`${example} status`)}. Open incidents:`,
    items: open.slice(0, 10).map(incidentItem),
  };
}

/** What authority asks for besides roles; a role stands under its own name. */
const needWords: Readonly<Record<string, string>> = {
  anybody: 'anybody',
  member: 'people brought into this incident',
  holder: 'people who hold a role',
  lead: 'crisis lead or deputy',
  'crisis lead': 'crisis lead',
  assignee: 'the person who has the task',
  author: 'whoever wrote the entry',
  translator: 'whoever translates it',
  admin: 'administrators of ssirp-bot',
};

function notAllowed({ needs, lead }: ByReason['notAllowed']): Said {
  const named = needs.map((need) => needWords[need] ?? roleName(line(need, 60)));
  const allowed = named.length === 0 ? 'crisis lead' : named.join(', ');
  const role = needs.find((need) => Object.hasOwn(roleNames, need)) ?? '<role>';
  const ask =
    lead === null
      ? rich`Nobody is crisis lead yet. Take the role: ${cmd('role crisis_lead @me')}.`
      : rich`Ask ${who(lead)}, who leads it now, to do it or to give you a role: ${cmd(`role ${role} @user`)}.`;
  return { text: rich`Only these may do this: ${allowed}. ${ask}` };
}

function notNext({ to, phase, last }: ByReason['notNext']): Rich {
  if (phaseOrder.indexOf(to) <= phaseOrder.indexOf(phase)) {
    return rich`Phase ${bold(to)} has begun already${byWhom(last)}. The incident is now in ${bold(phase)}. See ${cmd('checklist')}.`;
  }
  const next = nextPhase[phase];
  const follows =
    next === 'closed'
      ? rich`comes the end: ${cmd('close')}`
      : rich`comes ${bold(next)}: ${cmd('advance')}`;
  return rich`After ${bold(phase)} ${follows}. A phase cannot be left out.`;
}

function otherPlatform({ what }: ByReason['otherPlatform']): Said {
  if (what === 'drill') {
    return {
      text: rich`A drill with simulated responders plays in the local console. To practise here with people: ${cmd('drill <scenario>')}; which there are: ${cmd('drill')}.`,
    };
  }
  return {
    text: rich`${quoted(what)} belongs to another chat platform, and I cannot reach it from here. Name somebody or something of this one, e.g. ${cmd('invite @user')}.`,
  };
}

function guard({ guards, missing, incident, incidentId, phase, last }: ByReason['guard']): Said {
  const gaps = missing.filter(({ met }) => !met);
  if (!guards.includes('exitCriteriaMet') || gaps.length === 0) {
    return { text: whyGuarded(guards, { incidentId, phase, last }) };
  }
  return {
    text: rich`To leave ${bold(phase)} you still need:`,
    items: gaps.map((gap) => criterionLine(gap, incident)),
    after: rich`The crisis lead may override: ${cmd('advance --override <reason>')}.`,
    summary: rich`To leave ${phase} you still need: ${missingWords(gaps)}.`,
  };
}
