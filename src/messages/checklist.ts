// The checklist card of one phase: its exit criteria, done or missing, and the buttons that supply what is missing.
import type { CaseCriterion, Criterion } from '#machines/criteria.ts';
import type { Phase } from '#machines/incident-types.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { criterionLine, missingWords } from './criteria.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message } from './message.ts';
import { bold, cmd, rich } from './rich.ts';
import { roleName, nextPhase, phaseOrder, phasePurposes, phaseWord } from './words.ts';

/** The card of the phase and epoch that it was posted for; later phases leave it behind. */
export function renderChecklistCard(incident: IncidentView, phase: Phase, epoch: number): Message {
  const { context, closed } = incident;
  const isPresent = !closed && context.phase === phase && context.epoch === epoch;
  return isPresent ? present(incident) : past(incident, phase, epoch);
}

/** The checklist of the present phase, for whoever asks. */
export function renderChecklist(incident: IncidentView): Message {
  return renderChecklistCard(incident, incident.context.phase, incident.context.epoch);
}

/** `Advance to assess`, `Close incident` */
function advanceLabel(phase: Phase): string {
  const next = nextPhase[phase];
  return next === 'closed' ? 'Close incident' : `Advance to ${next}`;
}

function present(incident: IncidentView): Message {
  const { context, checklist } = incident;
  const missing = checklist.filter(({ met }) => !met);
  const state = missing.length === 0 ? 'nothing is missing' : `missing: ${missingWords(missing)}`;
  const blocks: Block[] = [
    { kind: 'heading', text: `${drillMark(incident)}Checklist · ${context.phase}` },
    { kind: 'text', text: [phasePurposes[context.phase]], tone: 'muted' },
    {
      kind: 'list',
      items: checklist.map((criterion) => ({
        mark: criterion.met ? 'done' : 'missing',
        text: criterionLine(criterion, incident),
      })),
    },
    ...(missing.length === 0
      ? [
          {
            kind: 'text' as const,
            text: rich`Everything is there: ${cmd('advance')}.`,
            tone: 'good' as const,
          },
        ]
      : []),
    { kind: 'buttons', buttons: [...supply[context.phase](incident), advance(incident)] },
  ];
  return compose(
    `${drillMark(incident)}${context.id}, checklist of ${context.phase}: ${state}.`,
    blocks,
  );
}

function past(incident: IncidentView, phase: Phase, epoch: number): Message {
  const { context, closed } = incident;
  const now = phaseWord(context, closed);
  const wentBack =
    !closed &&
    context.epoch === epoch &&
    phaseOrder.indexOf(context.phase) < phaseOrder.indexOf(phase);
  const text = wentBack
    ? rich`The incident went back to ${bold(now)}. A new checklist follows when ${phase} begins again.`
    : rich`This phase is over. The incident is now: ${bold(now)}.`;
  return compose(
    `${drillMark(incident)}${context.id}: the checklist of ${phase} is over; now ${now}.`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Checklist · ${phase} · over` },
      { kind: 'text', text, tone: 'muted' },
    ],
  );
}

function advance(incident: IncidentView): Button {
  const { id, phase } = incident.context;
  const gaps = missingWords(incident.checklist);
  const next = nextPhase[phase];
  // Named, so that pressing it late does not lead a phase further.
  const command = next === 'closed' ? 'close' : `advance ${next}`;
  if (gaps === '') return button(id, command, advanceLabel(phase), { style: 'primary' });
  return button(id, command, advanceLabel(phase), { disabledReason: `Still missing: ${gaps}` });
}

/** Buttons of a phase for what is still missing in it. */
const supply: Record<Phase, (incident: IncidentView) => Button[]> = {
  mobilize: (incident) => [
    ...offer(incident, ['brief', 'tlp'], 'brief', 'Brief and TLP'),
    ...offer(incident, ['rolesClaimed'], 'role open @me', 'Take all open roles'),
  ],
  assess: (incident) => [
    ...offer(
      incident,
      ['scope', 'affectedProducts', 'mitigation', 'decision'],
      'assess',
      'Assessment',
    ),
    ...offerForCase(incident, ['casesRated'], 'bug-bar', 'Bug bar'),
    ...offerForCase(incident, ['casesScored', 'casesLocated', 'casesAssessed'], 'assess', 'Assess'),
    ...offerForCase(incident, ['casesReconciled'], 'reconcile', 'Reconcile'),
    ...offerForCase(incident, ['casesPrioritized'], 'ssvc', 'SSVC'),
  ],
  remediate: (incident) => [
    ...offer(incident, ['fixReady'], 'fix ready', 'Fix ready'),
    ...offerForCase(incident, ['casesNumbered'], 'cve', 'CVE id'),
    ...offerForCase(incident, ['casesSignedOff'], 'sign-off', 'Sign off'),
    ...offer(incident, ['commsApproval'], 'approve comms', 'Approve (comms)'),
    ...offer(incident, ['legalApproval'], 'approve legal', 'Approve (legal)'),
  ],
  communicate: (incident) => [
    ...offer(incident, ['releaseGo'], 'go', 'Go'),
    ...pullIn(incident),
    ...publish(incident),
    ...(incident.context.monitoring === 'running'
      ? offer(incident, ['monitoringOver'], 'monitoring waive', 'Waive monitoring')
      : []),
  ],
  review: (incident) => [
    ...offer(incident, ['postmortemHeld'], 'postmortem', 'Hold postmortem'),
    button(incident.context.id, 'lesson', 'Add lesson'),
    button(incident.context.id, 'followup', 'Add follow-up'),
  ],
};

function offer(
  { context, checklist }: IncidentView,
  supplied: readonly Criterion[],
  command: string,
  label: string,
): Button[] {
  const isWanted = checklist.some(({ criterion, met }) => !met && supplied.includes(criterion));
  return isWanted ? [button(context.id, command, label)] : [];
}

/** For the first case that lacks something of it. */
function offerForCase(
  { context, checklist }: IncidentView,
  supplied: readonly CaseCriterion[],
  words: string,
  label: string,
): Button[] {
  const open = checklist.find(
    ({ criterion, met }) => !met && supplied.some((one) => one === criterion),
  );
  const [n] = open?.what ?? [];
  return n === undefined ? [] : [button(context.id, `case ${n} ${words}`, `${label}: case ${n}`)];
}

const isHeld = ({ states }: IncidentView): boolean =>
  states.includes('active.phase.communicate.hold');

function pullIn(incident: IncidentView): Button[] {
  return isHeld(incident) ? [button(incident.context.id, 'pull-in', 'Release now')] : [];
}

/** Guidance before every go would let the release out early, so the button says what it waits for. */
function publish(incident: IncidentView): Button[] {
  const { context, checklist } = incident;
  if (context.releasedAt !== null) return [];
  const votes = checklist.find(({ criterion }) => criterion === 'releaseGo');
  const label = 'Publish guidance';
  if (votes !== undefined && !votes.met) {
    const roles = votes.what.map(roleName).join(', ');
    return [button(context.id, 'guidance', label, { disabledReason: `Needs the go of: ${roles}` })];
  }
  if (isHeld(incident)) {
    return [
      button(context.id, 'guidance', label, { disabledReason: 'Waits for the release time' }),
    ];
  }
  return [button(context.id, 'guidance', label, { style: 'primary' })];
}
