// What stands behind the postmortem: overrides, corrections, facts, people, tasks, and how to verify it all.
import { factNames, roles } from '#machines/incident-types.ts';
import type { FactName } from '#machines/incident-types.ts';
import { correctionsBlock } from './corrections.ts';
import type { Block, Material, Section } from './report.ts';
import { listBlock, section } from './report.ts';
import { none, phaseNames, roleName, taskStateNames } from './wording.ts';

const factTexts: Record<FactName, string> = {
  public: 'The vulnerability is public',
  exploit: 'Exploit code is public',
  attacks: 'Attacks are observed',
  broad: 'Attacks are broad',
  wormable: 'It spreads by itself',
  kev: 'It is in CISA’s KEV catalogue',
  leak: 'What partners were told may have leaked',
};

export function annexSections(material: Material): Section[] {
  const { lists } = material.digest;
  const list = (caption: string, name: Parameters<typeof lists.of>[0]): Block =>
    listBlock(material, caption, lists.of(name));
  return [
    section('Overrides and waivers', [
      list('Phases left by override', 'overrides'),
      list('Monitoring waived', 'waivers'),
      list('Release pulled in', 'pullIns'),
      list('Tasks waived', 'waivedTasks'),
    ]),
    section('Corrections and withdrawals', [correctionsBlock(material, null)]),
    section('Facts', [facts(material), listBlock(material, 'As told', lists.of('facts'))]),
    section('Roles and people', [
      holders(material),
      people(material),
      list('Changes of role', 'roleChanges'),
    ]),
    section('Tasks', [tasks(material)]),
    integrity(material),
  ];
}

function facts({ source: { incident }, times }: Material): Block {
  return {
    kind: 'pairs',
    rows: factNames.map((name) => {
      const at = incident.context.facts[name] ?? null;
      return [factTexts[name], at === null ? 'no' : `since ${times.full(at)}`];
    }),
  };
}

function holders({ source: { incident }, names, times }: Material): Block {
  return {
    kind: 'table',
    head: ['Role', 'Person', 'Since', 'Acknowledged'],
    rows: roles.flatMap((role) => {
      const held = incident.context.roles[role];
      if (held === undefined) return [];
      const { person, since, acknowledgedAt } = held;
      const answered = acknowledgedAt === null ? 'not yet' : times.utc(acknowledgedAt);
      return [[roleName(role), names.of(person), times.utc(since), answered]];
    }),
  };
}

function people({ source: { incident }, names }: Material): Block {
  const { members } = incident.context;
  const value = members.length === 0 ? none : members.map((person) => names.of(person)).join(', ');
  return { kind: 'pairs', rows: [[`Members (${members.length})`, value]] };
}

function tasks({ source: { incident }, digest, names, times }: Material): Block {
  const moment = (at: string | null): string => (at === null ? '–' : times.utc(at));
  return {
    kind: 'table',
    head: ['Task', 'What', 'Phase', 'State', 'Assignee', 'Opened', 'Acknowledged', 'Closed'],
    rows: incident.tasks.map(({ n, text, state, context }) => {
      const span = digest.tasks.spans.get(n);
      const reason = context.reason === null ? '' : `: ${names.inText(context.reason)}`;
      return [
        String(n),
        `${names.inText(text)}${context.followUp ? ' (follow-up)' : ''}`,
        phaseNames[context.phase],
        `${taskStateNames[state]}${reason}`,
        context.assignee === null ? 'nobody' : names.of(context.assignee),
        times.utc(span?.addedAt ?? context.openedAt),
        moment(span?.acknowledgedAt ?? context.acknowledgedAt),
        moment(context.closedAt),
      ];
    }),
  };
}

function integrity({ source, digest, times }: Material): Section {
  const { context } = source.incident;
  return section('Integrity', [
    {
      kind: 'pairs',
      rows: [
        ['Timeline entries', String(digest.count)],
        ['Last hash (SHA-256)', digest.lastHash ?? none],
        ['Exported', times.full(source.exportedAt)],
      ],
    },
    {
      kind: 'paragraph',
      text: 'Each entry carries a hash over the one before it. To replay the incident and check the chain against this hash:',
    },
    { kind: 'command', text: `npx ssirp verify ${context.id}` },
  ]);
}
