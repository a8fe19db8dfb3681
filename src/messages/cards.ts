// What an incident shows in its channel: the cards by their keys, the topic, and the channel's name.
import type { CardKey } from '#machines/effects.ts';
import type { IncidentContext } from '#machines/incident-types.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { renderApprovalCard } from './approval-card.ts';
import { renderAnnouncementCard } from './announcement-card.ts';
import { renderCaseCard } from './case-card.ts';
import { renderClockCard } from './clock-card.ts';
import { renderChecklistCard } from './checklist.ts';
import { renderDocumentCard } from './document-card.ts';
import { drillMark, renderIncidentCard } from './incident-card.ts';
import type { Message } from './message.ts';
import type { NameOf } from './rich.ts';
import { atName, handleOf } from './rich.ts';
import { renderPackageCard } from './package-card.ts';
import { renderRolesCard } from './roles-card.ts';
import { renderScoreCard } from './score-card.ts';
import { renderPassCard } from './pass-card.ts';
import { renderStatementCard } from './statement-card.ts';
import { renderTaskCard } from './task-card.ts';
import { line } from './tidy.ts';
import { renderTrainCard } from './train-card.ts';
import { levelTag, phaseOrder, phaseWord } from './words.ts';

/** Longest topic, in characters; Slack takes 250. */
const topicMax = 240;
/** Longest channel name, in characters; Slack takes 80, and a suffix may be needed. */
const channelNameMax = 70;

/** The card as it should look now. It holds moments, never spans of time: nobody redraws it every minute. */
export function renderCard(
  card: CardKey,
  incident: IncidentView,
  _now: string,
  nameOf: NameOf = handleOf,
): Message {
  if (card === 'status') return renderIncidentCard(incident, nameOf);
  if (card === 'roles') return renderRolesCard(incident, nameOf);
  if (card === 'announcement') return renderAnnouncementCard(incident, nameOf);
  if (card === 'score') return renderScoreCard(incident);
  const [kind, first = '', epoch = ''] = card.split('/');
  if (kind === 'task') return renderTaskCard(incident, Number(first), nameOf);
  if (kind === 'clock') return renderClockCard(incident, Number(first), nameOf);
  if (kind === 'case') return renderCaseCard(incident, Number(first), nameOf);
  if (kind === 'pass') return renderPassCard(incident, Number(first), nameOf);
  if (kind === 'statement') return renderStatementCard(incident, Number(first), nameOf);
  if (kind === 'document') return renderDocumentCard(incident, Number(first), nameOf);
  if (kind === 'approval') return renderApprovalCard(incident, Number(first), nameOf);
  if (kind === 'package') return renderPackageCard(incident, Number(first), nameOf);
  if (kind === 'train') return renderTrainCard(incident, Number(first), nameOf);
  const phase = phaseOrder.find((name) => name === first) ?? incident.context.phase;
  return renderChecklistCard(incident, phase, Number(epoch));
}

/** The channel's topic: one plain line without mentions. */
export function topicOf(incident: IncidentView, nameOf: NameOf): string {
  const { context, closed } = incident;
  const lead = context.roles.crisis_lead;
  const led = lead === undefined ? 'no crisis lead' : `lead ${atName(lead.person, nameOf)}`;
  const parts = [context.id, levelTag(context.level), phaseWord(context, closed), led];
  return line(`${drillMark(incident)}${parts.join(' · ')}`, topicMax);
}

/**
 * `inc-2026-0001-short-title`, of a drill `inc-2026-0001-drill-short-title`. A private or restricted incident's channel has no title in its name, because names
 * show where the channel itself does not.
 */
export function channelNameOf(
  context: Pick<IncidentContext, 'id' | 'title' | 'visibility' | 'drill'>,
): string {
  const id = `${slug(context.id)}${context.drill ? '-drill' : ''}`;
  if (context.visibility !== 'open') return id;
  const words = slug(context.title.replace(/<@[^>]*>/gu, ' '));
  if (words === '') return id;
  const name = `${id}-${words}`;
  if (name.length <= channelNameMax) return name;
  const cut = name.slice(0, channelNameMax + 1);
  const wordEnd = cut.lastIndexOf('-');
  return wordEnd > id.length
    ? cut.slice(0, wordEnd)
    : cut.slice(0, channelNameMax).replace(/-+$/, '');
}

/** Letters that do not come apart into a plain letter and an accent. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => letters[letter] ?? ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
