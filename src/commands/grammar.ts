// The grammar: one row per verb, read by parse.ts and help.ts. What a button does is one of these lines too.
import type { ExportFormat, IncidentId, Level, Phase, Role } from '#machines/incident-types.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { AnywhereCommand, IncidentCommand } from './command.ts';

// Values, where machines/ may give only types: `satisfies` keeps the lists complete.
const all = <T extends string>(record: Record<T, true>): readonly T[] => Object.keys(record) as T[];
const phaseNames = all<Phase>({
  mobilize: true,
  assess: true,
  remediate: true,
  communicate: true,
  review: true,
});
const roleNames = all<Role>({
  crisis_lead: true,
  engineering_lead: true,
  comms_lead: true,
  case_manager: true,
  product_lead: true,
  detection_lead: true,
  support_liaison: true,
  legal: true,
  field_liaison: true,
  exec_liaison: true,
  scribe: true,
  deputy: true,
});
const kindNames = ['vulnerability', 'exploitation', 'service', 'supply-chain'] as const;
const formats = all<ExportFormat>({ md: true, html: true, json: true, csv: true });
const tlpNames = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
const categories = [
  'technical',
  'procedure',
  'manual',
  'process',
  'communication',
  'lesson',
] as const;

export const textMax = 3000;
export const titleMax = 150;

type Draft = AnywhereCommand | IncidentCommand;

export interface VerbRow {
  names: readonly [string, ...string[]];
  usage: string;
  help: string;
  section: 'anywhere' | 'record' | 'process' | 'people' | 'tasks' | 'export';
  /** Throws Problem on what it cannot take. */
  parse: (args: Args) => Draft;
}

export const verbs: readonly VerbRow[] = [
  {
    names: ['declare', 'open', 'new', 'create'],
    usage:
      'declare [title] [--level 1-4] [--kind vulnerability|exploitation|service|supply-chain] [--private|--restricted] [--drill]',
    help: 'Declare an incident. Without a title a form opens. Level 1 Critical, 2 High, 3 Elevated (default), 4 Watch.',
    section: 'anywhere',
    parse: declare,
  },
  {
    names: ['list', 'ls', 'incidents'],
    usage: 'list [open|mine|all]',
    help: 'The incidents you may see.',
    section: 'anywhere',
    parse: (args) => ({
      verb: 'list',
      which: args.isEmpty ? 'open' : args.choice(['open', 'mine', 'all'], 'which'),
    }),
  },
  {
    names: ['drill'],
    usage: 'drill [scenario]',
    help: 'Play a scenario through the real bot with simulated responders (in the local console).',
    section: 'anywhere',
    parse: (args) => ({ verb: 'drill', scenario: args.word() ?? null }),
  },
  {
    names: ['help', '?'],
    usage: 'help [verb]',
    help: 'The commands, or one of them.',
    section: 'anywhere',
    parse: (args) => ({ verb: 'help', topic: args.isEmpty ? null : args.rest() }),
  },

  row(['status', 'summary'], 'status', 'Where the incident stands.', 'process', () => ({
    verb: 'status',
  })),
  row(
    ['checklist', 'criteria'],
    'checklist',
    'What the present phase still needs.',
    'process',
    () => ({ verb: 'checklist' }),
  ),
  row(
    ['advance', 'next'],
    'advance [--override reason]',
    'Go on to the next phase. The crisis lead may override missing exit criteria with a reason.',
    'process',
    (args) => {
      if (!args.flag('override')) return { verb: 'advance' };
      return reasoned(args, 'advance --override', (reason) => ({ verb: 'override', reason }));
    },
  ),
  row(
    ['regress', 'back'],
    'regress <phase> <reason>',
    'Go back to an earlier phase.',
    'process',
    (args) => {
      const to = args.choice(phaseNames, 'the phase to go back to');
      return reasoned(args, `regress ${to}`, (reason) => ({ verb: 'regress', to, reason }));
    },
  ),
  row(
    ['level', 'severity'],
    'level <1-4> <reason>',
    'Raise or lower the level; the phase does not move.',
    'process',
    (args) => {
      const level = levelOf(args.word());
      return reasoned(args, `level ${level}`, (reason) => ({ verb: 'level', level, reason }));
    },
  ),
  row(
    ['fact'],
    'fact public|exploit|attacks [--at time] [text]',
    'Record that the vulnerability is public, exploit code is public, or attacks are observed.',
    'process',
    (args) => {
      const at = args.time('at', 'past');
      return {
        verb: 'fact',
        fact: args.choice(['public', 'exploit', 'attacks'], 'the fact'),
        at,
        text: text(args),
      };
    },
  ),
  row(
    ['brief'],
    'brief <text>',
    'The initial brief: what is known, who is affected, what happens next.',
    'process',
    (args) =>
      args.isEmpty ? { verb: 'form', form: 'brief' } : { verb: 'brief', text: text(args) },
  ),
  row(
    ['tlp'],
    'tlp RED|AMBER+STRICT|AMBER|GREEN|CLEAR',
    'Set the TLP 2.0 label.',
    'process',
    (args) => ({
      verb: 'tlp',
      label: args.choice(tlpNames, 'a TLP 2.0 label'),
    }),
  ),
  row(
    ['assess', 'assessment'],
    'assess',
    'A form for scope, affected products, mitigation and decision.',
    'process',
    () => ({
      verb: 'form',
      form: 'assess',
    }),
  ),
  row(
    ['scope'],
    'scope <text>',
    'What the incident covers and what it does not.',
    'process',
    (args) => ({
      verb: 'scope',
      text: needed(args, 'the scope in a sentence or two'),
    }),
  ),
  row(
    ['affected', 'products'],
    'affected <product, product, …>',
    'The affected products and versions.',
    'process',
    (args) => {
      const products = needed(args, 'at least one product')
        .split(',')
        .map((product) => product.trim())
        .filter((product) => product !== '');
      if (products.length === 0) throw new Problem('I need at least one product.');
      return { verb: 'affected', products };
    },
  ),
  row(
    ['mitigation', 'workaround'],
    'mitigation <text> · mitigation none <why>',
    'A tested mitigation or workaround, or the statement that none exists.',
    'process',
    (args) => {
      const none = args.peek()?.toLowerCase() === 'none';
      if (none) args.word();
      return {
        verb: 'mitigation',
        exists: !none,
        text: needed(args, none ? 'why none exists' : 'the tested mitigation'),
      };
    },
  ),
  row(
    ['decide', 'decision'],
    'decide fix|advisory-only <reason>',
    'The decision on the remedy.',
    'process',
    (args) => ({
      verb: 'decide',
      remedy: args.choice(['fix', 'advisory-only'], 'the decision'),
      reason: text(args),
    }),
  ),
  row(
    ['fix'],
    'fix built|verified|ready [note] · fix failed <reason> [--root-cause]',
    'Report on the fix. With --root-cause the analysis was wrong and the incident goes back to assess.',
    'process',
    (args) => {
      const step = args.choice(['built', 'verified', 'ready', 'failed'], 'how far the fix is');
      if (step !== 'failed') return { verb: 'fix', step, note: text(args) };
      const rootCauseWrong = args.flag('root-cause');
      const of = rootCauseWrong ? 'fix failed --root-cause' : 'fix failed';
      return reasoned(args, of, (reason) => ({
        verb: 'fixFailed',
        reason,
        rootCauseWrong,
      }));
    },
  ),
  row(
    ['approve'],
    'approve comms|legal',
    'Approve the release for communications or for legal.',
    'process',
    (args) => ({
      verb: 'approve',
      as: args.choice(['comms', 'legal'], 'what you approve for'),
    }),
  ),
  row(
    ['go'],
    'go [--at time]',
    'Give your go for the release, at once or at an instant.',
    'process',
    (args) => {
      const at = args.time('at', 'future');
      nothingMore(args);
      return { verb: 'go', at };
    },
  ),
  row(
    ['no-go', 'nogo'],
    'no-go <reason>',
    'Stop the release and go back to remediate.',
    'process',
    (args) => reasoned(args, 'no-go', (reason) => ({ verb: 'noGo', reason })),
  ),
  row(
    ['pull-in'],
    'pull-in <reason>',
    'Release at once instead of at the planned instant.',
    'process',
    (args) => reasoned(args, 'pull-in', (reason) => ({ verb: 'pullIn', reason })),
  ),
  row(
    ['holding'],
    'holding <text>',
    'Record the holding statement given out.',
    'process',
    (args) => ({
      verb: 'holding',
      text: needed(args, 'the holding statement'),
    }),
  ),
  row(
    ['guidance', 'publish'],
    'guidance <text>',
    'Customer guidance is out: an advisory or its revision; after every go it is the release itself.',
    'process',
    (args) =>
      args.isEmpty ? { verb: 'form', form: 'guidance' } : { verb: 'guidance', text: text(args) },
  ),
  row(
    ['monitoring'],
    'monitoring waive <reason>',
    'End the monitoring window before its time.',
    'process',
    (args) => {
      args.choice(['waive'], 'what to do');
      return reasoned(args, 'monitoring waive', (reason) => ({ verb: 'waiveMonitoring', reason }));
    },
  ),
  row(
    ['postmortem', 'pm', 'retro'],
    'postmortem [summary]',
    'The postmortem was held. Without a summary a form opens.',
    'process',
    (args) =>
      args.isEmpty
        ? { verb: 'form', form: 'postmortem' }
        : { verb: 'postmortem', summary: text(args), findings: [] },
  ),
  row(
    ['stand-down', 'standdown', 'cancel'],
    'stand-down <reason>',
    'End an incident that needs no response.',
    'process',
    (args) => reasoned(args, 'stand-down', (reason) => ({ verb: 'standDown', reason })),
  ),
  row(
    ['false-positive'],
    'false-positive <reason>',
    'End an incident that is none.',
    'process',
    (args) => reasoned(args, 'false-positive', (reason) => ({ verb: 'falsePositive', reason })),
  ),
  row(
    ['merge'],
    'merge <INC> [reason]',
    'Close this incident into another, which takes over its people and open tasks.',
    'process',
    (args) => {
      const into = incidentIdOf(args.word());
      if (into === undefined)
        throw new Problem('I need the incident to merge into, such as INC-2026-0001.');
      return { verb: 'merge', into, reason: text(args) };
    },
  ),
  row(
    ['close', 'resolve'],
    'close',
    'Close the incident when its review is done.',
    'process',
    () => ({ verb: 'close' }),
  ),
  row(
    ['reopen'],
    'reopen <reason>',
    'Open a closed incident again, in assess.',
    'process',
    (args) => reasoned(args, 'reopen', (reason) => ({ verb: 'reopen', reason })),
  ),

  row(['roles', 'who'], 'roles', 'Who holds which role, and which are free.', 'people', () => ({
    verb: 'roles',
  })),
  row(
    ['role', 'claim'],
    'role <role>[,role…] [@user|me|none] · role open me',
    'Take a role (also: say yes to one you were given), give it to somebody, or free it. “open” is every role still free.',
    'people',
    role,
  ),
  row(
    ['handover', 'handoff'],
    'handover @user · handover accept',
    'Hand the crisis lead to somebody, who must accept.',
    'people',
    (args) => {
      if (args.peek()?.toLowerCase() === 'accept') return { verb: 'acceptHandover' };
      const to = args.person();
      if (to === undefined || to === 'me')
        throw new Problem('I need the person who takes over, as a mention.');
      return { verb: 'handover', to };
    },
  ),
  row(['invite', 'add'], 'invite @user…', 'Bring people into the incident.', 'people', (args) => {
    const people: string[] = [...new Set<string>(args.people())];
    if (people.length === 0) throw new Problem('I need at least one person, as a mention.');
    return { verb: 'invite', people };
  }),

  row(
    ['tasks', 'todo'],
    'tasks [open|mine|all|<phase>]',
    'The tasks of this incident; “mine” works anywhere.',
    'tasks',
    (args) => ({
      verb: 'tasks',
      which: args.isEmpty
        ? 'open'
        : args.choice(['open', 'mine', 'all', ...phaseNames], 'which tasks'),
    }),
  ),
  row(
    ['task'],
    'task add <text> [@user] [--by time] [--phase p] · task reopen <n>',
    'Add a task, or open one again.',
    'tasks',
    (args) => {
      if (args.choice(['add', 'new', 'reopen'], 'what to do') === 'reopen') {
        return { verb: 'reopenTask', n: args.number('the number of the task') };
      }
      return args.isEmpty ? { verb: 'form', form: 'task' } : addTask(args, false);
    },
  ),
  row(
    ['followup', 'follow-up'],
    'followup <text> @user --by time',
    'Add a follow-up: it outlives the incident and needs an owner and a date.',
    'tasks',
    (args) => (args.isEmpty ? { verb: 'form', form: 'followup' } : addTask(args, true)),
  ),
  row(
    ['ack', 'acknowledge'],
    'ack <n>',
    'You have seen the task and will do it.',
    'tasks',
    (args) => ({ verb: 'ack', n: taskNumber(args) }),
  ),
  row(['start'], 'start <n>', 'You have started the task.', 'tasks', (args) => ({
    verb: 'start',
    n: taskNumber(args),
  })),
  row(['done', 'finish'], 'done <n> [note]', 'The task is done.', 'tasks', (args) => ({
    verb: 'done',
    n: taskNumber(args),
    note: text(args),
  })),
  row(['block'], 'block <n> <reason>', 'The task cannot go on.', 'tasks', (args) => {
    const n = taskNumber(args);
    return reasoned(args, `block ${n}`, (reason) => ({ verb: 'block', n, reason }));
  }),
  row(['waive', 'skip'], 'waive <n> <reason>', 'The task is not needed.', 'tasks', (args) => {
    const n = taskNumber(args);
    return reasoned(args, `waive ${n}`, (reason) => ({ verb: 'waive', n, reason }));
  }),
  row(['assign'], 'assign <n> @user', 'Give the task to somebody.', 'tasks', (args) => {
    const n = taskNumber(args);
    const to = args.person();
    return to === undefined ? { verb: 'form', form: 'assign', n } : { verb: 'assign', n, to };
  }),
  row(['due'], 'due <n> <time>', 'Set when the task or follow-up is due.', 'tasks', (args) => {
    const n = taskNumber(args);
    const at = timeHere(args);
    nothingMore(args);
    return { verb: 'due', n, at };
  }),

  row(
    ['note', 'log'],
    'note <text> [--at time]',
    'Put something on the timeline, also after the fact.',
    'record',
    (args) => {
      const at = args.time('at', 'past');
      return { verb: 'note', at, text: needed(args, 'the text of the note') };
    },
  ),
  row(
    ['correct'],
    'correct <entry> <text>',
    'Correct an entry of the timeline by a new one; the old one stays readable.',
    'record',
    (args) => ({
      verb: 'correct',
      seq: args.number('the number of the entry'),
      text: needed(args, 'the corrected text'),
    }),
  ),
  row(
    ['withdraw'],
    'withdraw <entry>',
    'Withdraw an entry by a new one; the old one stays readable.',
    'record',
    (args) => ({
      verb: 'withdraw',
      seq: args.number('the number of the entry'),
    }),
  ),
  row(['link'], 'link <url> [text]', 'Put a link on the timeline.', 'record', (args) => {
    const url = args.word();
    if (url === undefined || !/^https?:\/\/\S+$/.test(url))
      throw new Problem('I need a link that starts with http:// or https://.');
    if (url.length > textMax)
      throw new Problem(`That link is too long: at most ${textMax} characters.`);
    return { verb: 'link', url, text: text(args) };
  }),
  row(
    ['sitrep', 'update'],
    'sitrep [text]',
    'Send a sitrep. Without text a form opens.',
    'record',
    (args) =>
      args.isEmpty ? { verb: 'form', form: 'sitrep' } : { verb: 'sitrep', text: text(args) },
  ),
  row(
    ['finding', 'lesson'],
    'finding technical|procedure|manual|process|communication|lesson <text>',
    'A finding for the postmortem, in any phase.',
    'record',
    (args) => ({
      verb: 'finding',
      category: args.choice(categories, 'the kind of finding'),
      text: needed(args, 'the finding'),
    }),
  ),
  row(
    ['timeline', 'history'],
    'timeline [n]',
    'The newest entries of the timeline.',
    'record',
    (args) => ({
      verb: 'timeline',
      last: args.isEmpty ? 20 : Math.min(100, args.number('how many entries')),
    }),
  ),
  row(
    ['export'],
    'export [md|html|json|csv]',
    'The postmortem or timeline as a file in this channel.',
    'export',
    (args) => ({
      verb: 'export',
      format: args.isEmpty ? 'md' : args.choice(formats, 'a format'),
    }),
  ),
  row(['health'], 'health', 'What has not been delivered and why.', 'export', () => ({
    verb: 'health',
  })),
  row(['retry'], 'retry <number>', 'Try a failed delivery again.', 'export', (args) => ({
    verb: 'retry',
    id: args.number('the number of the delivery'),
  })),
];

function row(
  names: VerbRow['names'],
  usage: string,
  help: string,
  section: VerbRow['section'],
  parse: (args: Args) => IncidentCommand,
): VerbRow {
  return { names, usage, help, section, parse };
}

function declare(args: Args): Draft {
  const level = args.option('level');
  const kind = args.option('kind')?.toLowerCase();
  const restricted = args.flag('restricted');
  const isPrivate = args.flag('private');
  const drill = args.flag('drill');
  const found = kindNames.find((name) => name === (kind ?? 'vulnerability'));
  if (found === undefined)
    throw new Problem(`“${clip(kind ?? '')}” is no kind of incident: ${kindNames.join(', ')}.`);
  const unknown = args.peek()?.startsWith('--') === true;
  if (unknown) throw new Problem(`I do not know ${clip(args.peek() ?? '')}.`);
  const title = args.rest().replaceAll(/\s+/g, ' ');
  if (title === '') return { verb: 'form', form: 'declare' };
  if (title.length > titleMax)
    throw new Problem(`A title has at most ${titleMax} characters; put the rest into the brief.`);
  return {
    verb: 'declare',
    title,
    level: level === undefined ? 3 : levelOf(level),
    kind: found,
    visibility: restricted ? 'restricted' : isPrivate ? 'private' : 'open',
    drill,
  };
}

function role(args: Args): IncidentCommand {
  const names = roleWords(args.word());
  while (isRoleNext(args)) names.push(...roleWords(args.word()));
  const free = args.peek()?.toLowerCase() === 'none';
  const person = free ? 'none' : (args.person() ?? (args.isEmpty ? 'me' : undefined));
  if (person === undefined)
    throw new Problem(
      'I do not know that person: pick them from the list, so that the name becomes a mention.',
    );
  if (names.length === 1 && names[0] === 'open') return { verb: 'role', roles: 'open', person };
  const wanted = names.map((name) => roleNames.find((known) => known === name));
  if (wanted.length === 0 || wanted.includes(undefined))
    throw new Problem(`I need a role: ${roleNames.join(', ')}.`);
  return { verb: 'role', roles: wanted.filter((name) => name !== undefined), person };
}

function roleWords(word: string | undefined): string[] {
  return (word ?? '')
    .toLowerCase()
    .replaceAll('-', '_')
    .split(',')
    .filter((name) => name !== '');
}

/** `comms_lead, scribe @bob`: people put a space after the comma. */
function isRoleNext(args: Args): boolean {
  return roleWords(args.peek()).some((name) => roleNames.some((known) => known === name));
}

function addTask(args: Args, followUp: boolean): IncidentCommand {
  const by = args.time('by', 'future');
  const phase = args.option('phase')?.toLowerCase();
  const found = phaseNames.find((name) => name === phase);
  if (phase !== undefined && found === undefined)
    throw new Problem(`“${clip(phase)}” is no phase: ${phaseNames.join(', ')}.`);
  const assignee = args.anyPerson();
  return {
    verb: 'addTask',
    assignee,
    by,
    phase: found ?? null,
    followUp,
    text: needed(args, 'what is to be done'),
  };
}

function levelOf(word: string | undefined): Level {
  const level = ([1, 2, 3, 4] as const).find(
    (candidate) => String(candidate) === word?.replace(/^l/i, ''),
  );
  if (level === undefined)
    throw new Problem('I need a level: 1 Critical, 2 High, 3 Elevated or 4 Watch.');
  return level;
}

function taskNumber(args: Args): number {
  return args.number('the number of the task (see `tasks`)');
}

function text(args: Args): string {
  const written = args.rest();
  if (written.length > textMax)
    throw new Problem(`That is too long: at most ${textMax} characters.`);
  return written;
}

function needed(args: Args, what: string): string {
  const written = text(args);
  if (written === '') throw new Problem(`I need ${what}.`);
  return written;
}

/** A command that must say why; without the reason a form asks for it. */
function reasoned(
  args: Args,
  of: string,
  make: (reason: string) => IncidentCommand,
): IncidentCommand {
  const reason = text(args);
  return reason === '' ? { verb: 'form', form: 'reason', of } : make(reason);
}

/** A word left over may be part of a time (`14:05 PST`): better asked about than dropped. */
function nothingMore(args: Args): void {
  if (!args.isEmpty) throw new Problem(`I do not understand “${clip(args.rest())}”.`);
}

function timeHere(args: Args): string {
  const at = args.timeHere('future');
  if (at === null) throw new Problem('I need a time.');
  return at;
}

/** `INC-2026-0001` in any case, or the short `INC-1`; undefined for anything else. */
export function incidentIdOf(word: string | undefined): IncidentId | undefined {
  return word !== undefined && /^inc-(\d{4}-)?\d{1,9}$/i.test(word)
    ? word.toUpperCase()
    : undefined;
}
