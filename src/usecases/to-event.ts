// Command → event of the incident's chart, for every command that is just that. Pure.
import type {
  IncidentContext,
  IncidentEvent,
  IsoInstant,
  Outside,
  PersonId,
} from '#machines/incident-types.ts';
import { rolesOf } from '#machines/incident-rules.ts';
import { quorum } from '#machines/levels.ts';
import type { Command, IncidentCommand } from '../commands/command.ts';

interface Stamp {
  at: IsoInstant;
  by: PersonId;
}

/** The event a command stands for, or undefined when it needs more than one event of this chart. */
export function toEvent(
  command: Command & IncidentCommand,
  stamp: Stamp,
  context: IncidentContext,
  outside: Outside,
): IncidentEvent | undefined {
  switch (command.verb) {
    case 'advance':
    case 'close':
      return { ...stamp, type: 'ADVANCE', outside };
    case 'override':
      return { ...stamp, type: 'OVERRIDE', reason: command.reason, outside };
    case 'regress':
      return { ...stamp, type: 'REGRESS', to: command.to, reason: command.reason };
    case 'level':
      return {
        ...stamp,
        type: 'LEVEL',
        level: command.level,
        reason: command.reason,
        because: 'people',
      };
    case 'fact':
      return {
        ...stamp,
        type: 'FACT',
        fact: command.fact,
        occurredAt: command.at ?? stamp.at,
        text: command.text,
      };
    case 'answerInject':
      return { ...stamp, type: 'INJECT_ANSWERED', n: command.inject, text: command.text };
    case 'stopDrill':
      return { ...stamp, type: 'DRILL_STOPPED', reason: command.reason };
    case 'standDown':
      return { ...stamp, type: 'STAND_DOWN', reason: command.reason };
    case 'falsePositive':
      return { ...stamp, type: 'FALSE_POSITIVE', reason: command.reason, outside };
    case 'merge':
      return {
        ...stamp,
        type: 'MERGE',
        into: command.into,
        reason: command.reason || 'the same incident',
      };
    case 'reopen':
      return { ...stamp, type: 'REOPEN', reason: command.reason };
    case 'brief':
      return { ...stamp, type: 'BRIEF', text: command.text };
    case 'tlp':
      return { ...stamp, type: 'TLP', label: command.label };
    case 'scope':
      return { ...stamp, type: 'SCOPE', text: command.text };
    case 'affected':
      return { ...stamp, type: 'AFFECTED', products: command.products };
    case 'mitigation':
      return { ...stamp, type: 'MITIGATION', text: command.text, exists: command.exists };
    case 'decide':
      return { ...stamp, type: 'DECIDE', remedy: command.remedy, reason: command.reason };
    case 'fix': {
      const type = ({ built: 'FIX_BUILT', verified: 'FIX_VERIFIED', ready: 'FIX_READY' } as const)[
        command.step
      ];
      return { ...stamp, type, note: command.note };
    }
    case 'fixFailed':
      return {
        ...stamp,
        type: 'FIX_FAILED',
        reason: command.reason,
        rootCauseWrong: command.rootCauseWrong,
      };
    case 'approve':
      return { ...stamp, type: 'APPROVE', as: command.as };
    case 'go':
      return {
        ...stamp,
        type: 'GO',
        roles: rolesOf(context, stamp.by).filter((role) => quorum(context).includes(role)),
        releaseAt: command.at,
        ...(outside.unready === undefined ? {} : { outside }),
      };
    case 'noGo':
      return { ...stamp, type: 'NO_GO', reason: command.reason };
    case 'pullIn':
      return { ...stamp, type: 'PULL_IN', reason: command.reason };
    case 'holding':
      return { ...stamp, type: 'HOLDING', text: command.text };
    case 'guidance':
      return { ...stamp, type: 'GUIDANCE', text: command.text };
    case 'waiveMonitoring':
      return { ...stamp, type: 'WAIVE_MONITORING', reason: command.reason };
    case 'finding':
      return { ...stamp, type: 'FINDING', category: command.category, text: command.text };
    case 'handover':
      return { ...stamp, type: 'HANDOVER', to: command.to };
    case 'acceptHandover':
      return { ...stamp, type: 'HANDOVER_ACCEPT' };
    case 'declineHandover':
      return { ...stamp, type: 'HANDOVER_DECLINE', reason: command.reason };
    case 'invite':
      return {
        ...stamp,
        type: 'INVITED',
        people: command.people,
        ...(command.groups === undefined ? {} : { groups: command.groups }),
      };
    case 'note':
      return {
        ...stamp,
        type: 'NOTE',
        text: command.text,
        occurredAt: command.at ?? stamp.at,
        link: command.link ?? null,
        author: null,
      };
    case 'link':
      return { ...stamp, type: 'LINK', url: command.url, text: command.text };
    case 'sitrep':
      return { ...stamp, type: 'SITREP', text: command.text, audience: 'responders' };
    case 'stakeholderSitrep':
      return { ...stamp, type: 'STAKEHOLDER_SITREP', text: command.text };
    case 'export':
      return {
        ...stamp,
        type: 'EXPORTED',
        format: command.format,
        ...(command.audience === undefined ? {} : { audience: command.audience }),
      };
    case 'join':
      // Who belongs already only asks to be let into the room again.
      return context.visibility === 'open' || context.members.includes(stamp.by)
        ? { ...stamp, type: 'INVITED', people: [stamp.by] }
        : { ...stamp, type: 'ADMIN_JOINED', person: stamp.by, reason: command.reason };
    case 'remove':
      return { ...stamp, type: 'REMOVED', person: command.person, reason: command.reason };
    case 'newRoom':
      return { ...stamp, type: 'ROOM_WANTED', reason: command.reason };
    case 'confirmAccess':
      return { ...stamp, type: 'ACCESS_REVIEWED', people: context.members };
    case 'joined':
      return cameIn(command, stamp, context);
    case 'left':
      return { ...stamp, type: 'MEMBER_LEFT', person: command.person };
    default:
      return undefined;
  }
}

function cameIn(
  { person, inviter }: Extract<IncidentCommand, { verb: 'joined' }>,
  stamp: Stamp,
  { visibility, members }: IncidentContext,
): IncidentEvent {
  if (visibility === 'restricted' && !members.includes(person))
    return { ...stamp, type: 'CAME_UNINVITED', person, inviter: inviter ?? null };
  return {
    ...stamp,
    type: 'MEMBER_JOINED',
    person,
    ...(inviter === undefined || inviter === 'ssirp' ? {} : { inviter }),
  };
}
