// One-off messages: what the bot says when something happened or is overdue. A reminder names the person, the
// deadline and the command that settles it. A saying without a renderer does not compile.
import type { Saying } from '#machines/effects.ts';
import type { Role } from '#machines/incident-types.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { approvalButtons } from './approval-card.ts';
import { about } from './about.ts';
import { button, compose } from './compose.ts';
import { clockWarning } from './clock-warning.ts';
import { criterionLine } from './criteria.ts';
import { followUpReminder } from './follow-up-reminder.ts';
import { handoverBriefing } from './handover-brief.ts';
import { drillMark } from './incident-card.ts';
import { oneLine } from './list-items.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import { claimButtons, snoozeButtons } from './reminder-buttons.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, joined, plainRich, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { relative } from './time.ts';
import { trainReminder } from './train-reminder.ts';
import { plural } from './view-blocks.ts';
import { personKinds, phasePurposes, levelTag, roleNames } from './words.ts';

export interface Telling {
  /** ISO-8601 UTC; only for spans of time such as `12 min overdue`. */
  now: string;
  nameOf: NameOf;
}

interface Said {
  text: Rich;
  tone?: Tone;
  /** Shown below the text; also part of the summary unless `summary` is given. */
  more?: readonly Block[];
  summary?: Rich;
  buttons?: readonly Button[];
}

type ByKind = { [S in Saying as S['kind']]: S };

const sayings: {
  [K in keyof ByKind]: (saying: ByKind[K], incident: IncidentView, now: string) => Said;
} = {
  recorded: ({ text, tone }) => ({ text: richOf(text), tone }),
  phaseEntered,
  sitrep,
  sitrepOverdue: ({ dueAt, lead }, { context }, now) => ({
    text: rich`${called(lead)}The sitrep was due ${{ at: dueAt }} (${relative(dueAt, now)}). Say what is happening: ${cmd('sitrep <text>')}.`,
    tone: 'warning',
    buttons: [
      button(context.id, 'sitrep', 'Sitrep', { style: 'primary' }),
      ...snoozeButtons(context.id, 'sitrep'),
    ],
  }),
  approvalAsked: ({ n, words, by, expiresAt, sent }, incident) => {
    const { id } = incident.context;
    const still = sent === 0 ? '' : 'still ';
    return {
      text: rich`${who(by)} ${still}needs a second person in ${about(incident)}, until ${{ at: expiresAt }}: ${richOf(words)}. If you agree: ${cmd(`${id} approve ${n}`)}, and it is done. If not: ${cmd(`${id} decline ${n} <reason>`)}.`,
      tone: 'warning',
      buttons: approvalButtons(id, n),
    };
  },
  approvalWaits: ({ n, words, by, expiresAt, asked }, { context }) => ({
    text: rich`Approval ${String(n)} waits until ${{ at: expiresAt }}: ${richOf(words)}, proposed by ${who(by)}. ${joined(asked.map(who))}: ${cmd(`approve ${n}`)} or ${cmd(`decline ${n} <reason>`)}.`,
    tone: 'warning',
    buttons: approvalButtons(context.id, n),
  }),
  approvalLapsed: ({ n, words }, incident) => ({
    text: rich`Nobody approved in time what you proposed in ${about(incident)} (approval ${String(n)}), so nothing was done: ${richOf(words)}. If it is still wanted, say it again.`,
    tone: 'warning',
  }),
  roleOffered: ({ role, person, by, onCall }, incident) => {
    const { id } = incident.context;
    const why =
      onCall === undefined
        ? rich`${who(by)} asks you to be`
        : onCall.after === null
          ? rich`you are on call for`
          : rich`${who(onCall.after)} has not taken it, and you are next on call for`;
    const pass =
      onCall === undefined ? [] : rich` If you cannot: ${cmd(`${id} role ${role} next`)}.`;
    return {
      text: rich`${who(person)}, ${why} ${bold(roleNames[role])} of ${about(incident)}. Say yes: ${cmd(`${id} role ${role} @me`)}.${pass}`,
      buttons: [
        button(id, `role ${role} @me`, 'Take the role', { style: 'primary' }),
        ...(onCall === undefined ? [] : [button(id, `role ${role} next`, 'Ask the next one')]),
      ],
    };
  },
  rolePassedOn: ({ role, to, taken }, incident) => ({
    text: taken
      ? rich`${who(to)} has taken ${bold(roleNames[role])} of ${about(incident)}, so you need not.`
      : rich`You have not said yes to ${bold(roleNames[role])} of ${about(incident)}, so ${who(to)} was asked instead. If you can after all: ${cmd(`${incident.context.id} role ${role} @me`)}.`,
  }),
  onCallEnded: ({ role, person }, incident) => ({
    text: rich`${who(person)} has not said yes to ${bold(roleNames[role])} of ${about(incident)} in time, and nobody is left in the on-call order. Ask somebody in person and give them the role: ${cmd(`${incident.context.id} role ${role} @user`)}.`,
    tone: 'warning',
  }),
  roleUnacknowledged: ({ role, person, lead }, { context }) => ({
    text: rich`${who(person)} has not said yes to ${bold(roleNames[role])} in time: ${cmd(`role ${role} @me`)}. ${called(lead)}To ask somebody else: ${cmd(`role ${role} @user`)}.`,
    tone: 'warning',
    buttons: [
      button(context.id, `role ${role} @me`, 'Take the role'),
      ...snoozeButtons(context.id, `role ${role}`),
    ],
  }),
  staffingOverdue: ({ missing, lead }, { context }) => ({
    text: rich`${called(lead)}These roles are still unfilled: ${joined(missing.map((role) => roleNames[role]))}. Give one to somebody: ${cmd(`role ${missing[0] ?? 'crisis_lead'} @user`)}, or take them all: ${cmd('role open @me')}.`,
    tone: 'warning',
    buttons: [...takeOpen(context.id, missing), ...snoozeButtons(context.id, 'roles')],
  }),
  rolesNeeded: ({ level, missing }, { context }) => ({
    text: rich`${levelTag(level)} also needs ${joined(missing.map((role) => roleNames[role]))}, which nobody holds. Take one: ${cmd(`role ${missing[0] ?? 'crisis_lead'} @me`)}, or give it to somebody: ${cmd(`role ${missing[0] ?? 'crisis_lead'} @user`)}.`,
    tone: 'warning',
    buttons: takeOpen(context.id, missing),
  }),
  staffingEscalated: ({ missing, reminders }, incident) => {
    const { id } = incident.context;
    return {
      text: rich`After ${String(reminders)} reminders nobody has taken these roles of ${about(incident)}: ${joined(missing.map((role) => roleNames[role]))}. Ask somebody in person and give them the role: ${cmd(`${id} role ${missing[0] ?? 'crisis_lead'} @user`)}.`,
      tone: 'warning',
      buttons: takeOpen(id, missing),
    };
  },
  roleFree: ({ role, text }, { context, closed }) => ({
    text: richOf(text),
    tone: 'warning',
    buttons: closed || context.roles[role] !== undefined ? [] : claimButtons(context.id, [role]),
  }),
  taskEscalated: ({ n, text, assignee, to, toRole }, incident) => {
    const { id } = incident.context;
    const whose = assignee === null ? 'nobody has it' : rich`it is with ${who(assignee)}`;
    const asked =
      to === null
        ? rich`Nobody is ${roleNames[toRole]} to ask. `
        : rich`${who(to)}, you are asked as ${roleNames[toRole]}. `;
    return {
      text: rich`Task ${String(n)} of ${about(incident)} was not acknowledged in time; ${whose}: ${oneLine(text, 500)}. ${asked}Take it: ${cmd(`${id} ack ${n}`)}, or give it to somebody: ${cmd(`${id} assign ${n} @user`)}.`,
      tone: 'warning',
      buttons: [
        acknowledge(id, n),
        button(id, `assign ${n}`, 'Assign'),
        ...snoozeButtons(id, `task ${n}`),
      ],
    };
  },
  taskDue: ({ n, text, assignee }, incident) => {
    const { id } = incident.context;
    const task = incident.tasks.find((one) => one.n === n);
    const dueAt = task?.context.dueAt ?? null;
    const due: Rich = dueAt === null ? ['now'] : [{ at: dueAt }];
    return {
      text: rich`${called(assignee)}Task ${String(n)} of ${about(incident)} is due ${due} and not done: ${oneLine(text, 500)}. When it is done: ${cmd(`${id} done ${n}`)}; for more time: ${cmd(`${id} due ${n} <time>`)}.`,
      tone: 'warning',
      buttons: [
        button(id, `done ${n}`, 'Done', { style: 'primary' }),
        button(id, `block ${n}`, 'Block'),
        ...snoozeButtons(id, `task ${n}`),
      ],
    };
  },
  followUpReminder,
  clockWarning,
  trainReminder,
  inject: ({ n, from, text, answerBy }, { context, closed }) => {
    const open = answerBy !== null && !closed;
    const asked =
      answerBy === null
        ? []
        : rich` An answer is expected by ${{ at: answerBy }}: ${cmd(`drill answered ${n} <what>`)}.`;
    return {
      text: rich`Inject ${String(n)}, from ${bold(line(from, 100) || 'outside')}: ${richOf(text)}${asked}`,
      tone: 'warning',
      buttons: open ? [button(context.id, `drill answered ${n}`, 'Answered')] : [],
    };
  },
  taskBlocked: ({ n, text, reason }, incident) => {
    const { id } = incident.context;
    return {
      text: rich`Task ${String(n)} (${oneLine(text, 300)}) is blocked: ${oneLine(reason, 500)}`,
      tone: 'warning',
      buttons: [button(id, `start ${n}`, 'Start'), button(id, `assign ${n}`, 'Assign')],
    };
  },
  taskProgress: ({ n, text }) => ({ text: rich`Task ${String(n)}: ${oneLine(text, 1000)}` }),
  taskOffered: ({ n, text }, incident) => {
    const { id } = incident.context;
    return {
      text: rich`You are asked to do task ${String(n)} of ${about(incident)}: ${oneLine(text.replace(/\.$/, ''), 500)}. Say that you have seen it: ${cmd(`${id} ack ${n}`)}.`,
      buttons: [acknowledge(id, n), button(id, `assign ${n}`, 'Assign')],
    };
  },
  shiftEnding: ({ lead, endsAt }) => ({
    text: rich`${called(lead)}Your shift as crisis lead ends ${{ at: endsAt }}. Hand over to somebody: ${cmd('handover @user')}.`,
    tone: 'warning',
  }),
  handoverOffered: ({ to, by, brief }, incident, now) => {
    const asked = offered({ to, by }, incident);
    if (brief === undefined) return asked;
    const { blocks, spoken } = handoverBriefing(brief, incident, now);
    return { ...asked, more: blocks, summary: rich`${asked.text}${spoken}` };
  },
  handoverUnanswered: ({ to, lead }, incident) => {
    const { id } = incident.context;
    return {
      text: rich`${who(to)} has not answered whether they take over as ${bold('crisis lead')} of ${about(incident)}: ${cmd(`${id} handover accept`)} or ${cmd(`${id} handover decline <reason>`)}. ${who(lead)} still leads and may ask somebody else: ${cmd(`${id} handover @user`)}.`,
      tone: 'warning',
      buttons: [...handoverButtons(id), ...snoozeButtons(id, 'handover')],
    };
  },
  stakeholderSitrep,
  related: ({ to, by, lead }, { context: { id } }) => ({
    text: rich`${called(lead)}${who(by)} has just declared ${bold(to)}, which may be the same. See ${cmd(`${to} status`)}. If it is, it can be closed into this one: ${cmd(`${to} merge ${id}`)}.`,
    tone: 'warning',
  }),
  channelFailed: ({ reason }, { context }) => ({
    text: rich`The channel of ${context.id} could not be opened: ${clause(reason)}. Nothing about it was posted anywhere else. See what to do: ${cmd(`${context.id} health`)}.`,
    tone: 'bad',
  }),
  roomLost,
  roomMoved: ({ from }, { context }) => ({
    text: rich`This is the channel of ${context.id} now, in place of ${oneLine(from, 100)}.`,
  }),
  cameUninvited: ({ person, inviter }, { context: { id } }) => ({
    text: rich`${who(person)} came into the channel of ${id}${inviter === null ? [] : rich`, added by ${who(inviter)},`} without your invitation and is being taken out. Was that right? To let them in: ${cmd(`${id} invite @user`)}. Who can read it: ${cmd(`${id} who`)}.`,
    tone: 'bad',
    buttons: [
      button(id, `invite <@${person}>`, 'Let them in'),
      button(id, 'who', 'Who can read it', { style: 'primary' }),
    ],
  }),
  foundInRoom: ({ people }, { context: { id } }) => ({
    text: rich`In the channel of ${id} are people who do not belong to the incident, and they can read it: ${joined(people.map(({ person, kind }) => rich`${who(person)} (${personKinds[kind]})`))}. Bring them in (${cmd(`${id} invite @user`)}) or take them out (${cmd(`${id} remove @user <reason>`)}).`,
    tone: 'bad',
    buttons: [
      ...people.slice(0, 2).flatMap(({ person }) => [
        button(id, `remove <@${person}>`, `Remove ${line(handleOf(person), 40)}`, {
          style: 'danger',
        }),
      ]),
      button(id, 'who', 'Who can read it'),
    ],
  }),
  accessEnded,
  /** Rendered by access-view.ts, which knows who can read it. */
  accessReview: (_saying, { context: { id } }) => ({
    text: rich`Who can read ${id} is to be reviewed: ${cmd(`${id} who`)}.`,
  }),
  heldBack: ({ since, until, reason, late }) => ({
    text: rich`Deliveries to this workspace were held back from ${{ at: since }} to ${{ at: until }} (${oneLine(reason, 100)}). Everything was recorded meanwhile; ${String(late)} ${plural('message', late)} went out late. What is still stuck: ${cmd('health')}.`,
    tone: 'warning',
  }),
  unknownRefusal: ({ what, reason }, { context }) => ({
    text: rich`A delivery of ${context.id} (${oneLine(what, 100)}) was refused for a reason that ssirp-bot does not know: ${clause(reason)}. It is not tried again by itself: ${cmd(`${context.id} health`)}.`,
    tone: 'bad',
  }),
};

/** About the workspace, not about the incident that they are kept with: a drill's mark would mislead. */
const aboutTheWorkspace = new Set<Saying['kind']>(['heldBack', 'unknownRefusal']);

/** A saying as a message; the same in the channel and to one person. */
export function renderSaying(saying: Saying, incident: IncidentView, telling: Telling): Message {
  const {
    text,
    tone,
    more = [],
    summary = text,
    buttons = [],
  } = say(saying.kind, saying, incident, telling.now);
  const mark = aboutTheWorkspace.has(saying.kind) ? '' : drillMark(incident);
  return compose(`${mark}${plainRich(summary, telling.nameOf)}`, [
    {
      kind: 'text',
      text: rich`${mark}${text}`,
      ...(tone === undefined ? {} : { tone }),
    },
    ...more,
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons' as const, buttons }]),
  ]);
}

function say<K extends keyof ByKind>(
  kind: K,
  saying: ByKind[K],
  incident: IncidentView,
  now: string,
): Said {
  return sayings[kind](saying, incident, now);
}

function phaseEntered(
  { phase, from, reason }: ByKind['phaseEntered'],
  incident: IncidentView,
): Said {
  const { context, checklist, closed } = incident;
  const came = from === null ? [] : rich` (after ${from})`;
  const why = reason === null ? [] : rich` Reason: ${oneLine(reason, 500)}`;
  const lead = rich`Phase ${bold(phase)} begins${came}. ${phasePurposes[phase]}${why}`;
  // By the time this is delivered the incident may have moved on; its checklist is then another phase's.
  const missing = closed || context.phase !== phase ? [] : checklist.filter(({ met }) => !met);
  if (missing.length === 0) return { text: rich`${lead} See ${cmd('checklist')}.` };
  return {
    text: lead,
    summary: rich`${lead} To leave it: ${joined(
      missing.map((one) => criterionLine(one, incident)),
      '; ',
    )}`,
    more: [
      { kind: 'text', text: ['To leave it you need:'] },
      {
        kind: 'list',
        items: missing.map((one) => ({ mark: 'missing', text: criterionLine(one, incident) })),
      },
    ],
  };
}

function offered({ to, by }: { to: string; by: string }, incident: IncidentView): Said {
  const { id } = incident.context;
  return {
    text: rich`${who(to)}, ${who(by)} asks you to take over as ${bold('crisis lead')} of ${about(incident)}. Say yes: ${cmd(`${id} handover accept`)}, or no: ${cmd(`${id} handover decline <reason>`)}. Until then ${who(by)} leads.`,
    buttons: handoverButtons(id),
  };
}

function handoverButtons(incidentId: string): Button[] {
  return [
    button(incidentId, 'handover accept', 'Accept', { style: 'primary' }),
    button(incidentId, 'handover decline', 'Decline'),
  ];
}

function takeOpen(incidentId: string, open: readonly Role[]): Button[] {
  const all = open.length > 1 ? [button(incidentId, 'role open @me', 'Take all open roles')] : [];
  return [...claimButtons(incidentId, open), ...all];
}

/** For people who are not in the room: it stands by itself, in its own words. */
function stakeholderSitrep(
  { text, by, nextDueAt }: ByKind['stakeholderSitrep'],
  { context }: IncidentView,
): Said {
  const head = rich`${bold('Update for stakeholders')} on ${context.id} (${oneLine(context.title, 150)}) by ${who(by)}`;
  const next = rich`The responders' next sitrep is due ${{ at: nextDueAt }}.`;
  return {
    text: head,
    summary: rich`${head}: ${richOf(text)} ${next}`,
    more: [
      { kind: 'text', text: richOf(text) },
      { kind: 'text', text: next, tone: 'muted' },
    ],
  };
}

function sitrep({ text, by, nextDueAt }: ByKind['sitrep'], { context }: IncidentView): Said {
  const head = rich`${bold('Sitrep')} ${context.id} by ${who(by)}`;
  return {
    text: head,
    summary: rich`${head}: ${richOf(text)} Next sitrep due ${{ at: nextDueAt }}.`,
    more: [
      { kind: 'text', text: richOf(text) },
      { kind: 'text', text: rich`Next sitrep due ${{ at: nextDueAt }}.`, tone: 'muted' },
    ],
  };
}

const losses: Record<ByKind['roomLost']['why'], string> = {
  archived: 'was archived',
  deleted: 'was deleted',
  public: 'was made public: everybody in the workspace can read what was said there',
  shared:
    'is shared with another organization: people from outside may be able to read what was said there',
  outside: 'no longer has me in it',
  unseen: 'cannot be found: it was deleted, or I was removed from it',
};

function roomLost(
  { why, name, replaced }: ByKind['roomLost'],
  { context: { id } }: IncidentView,
): Said {
  const mended: Record<typeof why, Rich> = {
    archived: rich`Unarchive it in the chat, and I go on there; I cannot do that myself.`,
    deleted: [],
    public: rich`Have it made private again or deleted.`,
    shared: rich`Have the other organization disconnected.`,
    outside: rich`Add me to it again, and I go on there.`,
    unseen: rich`If it is still there, add me to it again, and I go on there.`,
  };
  const another = replaced
    ? rich`I am opening another channel and bring in everybody who belongs.`
    : rich`Or go on in another channel: ${cmd(`${id} room new <reason>`)}.`;
  return {
    text: rich`The channel of ${id} (${oneLine(name, 100)}) ${losses[why]}. I post nothing more there; everything is recorded and waits. ${joined(
      [mended[why], another].filter(({ length }) => length > 0),
      ' ',
    )}`,
    tone: 'bad',
    buttons: replaced ? [] : [button(id, 'room new', 'Open another channel')],
  };
}

const endings: Record<ByKind['accessEnded']['how'], string> = {
  left: 'left the channel and no longer sees the incident',
  removed: 'was removed from the incident',
  member: 'no longer belongs to the incident',
  guest: 'is only a guest of the workspace now',
  stranger: 'is no longer in the workspace',
  unknown: 'no longer belongs to the incident',
};

function accessEnded(
  { person, how, roles, tasks }: ByKind['accessEnded'],
  { context: { id } }: IncidentView,
): Said {
  const [first] = tasks;
  const free =
    roles.length === 0
      ? []
      : rich` Free again: ${joined(roles.map((role) => roleNames[role]))}; give it to somebody: ${cmd(`${id} role ${roles[0] ?? ''} @user`)}.`;
  const left =
    first === undefined
      ? []
      : rich` Still theirs: ${plural('task', tasks.length)} ${joined(tasks.slice(0, 20).map(String))}; give them to somebody: ${cmd(`${id} assign ${first} @user`)}.`;
  return {
    text: rich`${id}: ${who(person)} ${endings[how]}.${free}${left}`,
    tone: 'warning',
    buttons: tasks.slice(0, 3).map((n) => button(id, `assign ${n}`, `Assign ${n}`)),
  };
}

/** The person a reminder is for, by mention; nobody when the role is free. */
function called(person: string | null): Rich {
  return person === null ? [] : rich`${who(person)}: `;
}

function acknowledge(incidentId: string, n: number): Button {
  return button(incidentId, `ack ${n}`, 'Acknowledge', { style: 'primary' });
}

/** What a platform answered, within a sentence of ours that goes on to its own full stop. */
function clause(reason: string): Rich {
  return oneLine(reason.replace(/\.$/u, ''), 300);
}
