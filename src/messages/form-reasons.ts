// The form that asks why: its title, and what a good reason says, by the command that needs it.
import { sectionWords } from './document-words.ts';

interface ReasonWords {
  /** At most 24 characters with the number of a task. */
  title: string;
  submit: string;
  hint: string;
  /** Of the field; absent: “Reason”. */
  label?: string;
}

const usual: ReasonWords = {
  title: 'Reason',
  submit: 'Send',
  hint: 'It goes on the timeline and into every export.',
};

/** By the beginning of the command; the rest of it is a number or a phase. */
const reasons: readonly (readonly [command: string, words: ReasonWords])[] = [
  [
    'advance --override',
    {
      title: 'Override exit criteria',
      submit: 'Override',
      hint: 'Why go on although something is missing? Every export shows it.',
    },
  ],
  [
    'monitoring waive',
    {
      title: 'Waive monitoring',
      submit: 'Waive',
      hint: 'Why need customers be watched no longer?',
    },
  ],
  [
    'no-go',
    {
      title: 'No-go for the release',
      submit: 'Stop the release',
      hint: 'What must change before it can go out? The incident goes back to remediate.',
    },
  ],
  [
    'pull-in',
    { title: 'Release now', submit: 'Release now', hint: 'Why not wait for the planned time?' },
  ],
  [
    'train join',
    {
      title: 'Release out of band',
      submit: 'Book it',
      hint: 'Why not with the monthly release?',
    },
  ],
  [
    'decline',
    {
      title: 'Decline a proposal',
      submit: 'Decline',
      hint: 'Why should it not be done? Its proposer reads it, and it goes on the record.',
    },
  ],
  [
    'approval',
    {
      title: 'Take a proposal back',
      submit: 'Take it back',
      hint: 'Why is it not wanted any more?',
    },
  ],
  [
    'handover decline',
    {
      title: 'Decline the handover',
      submit: 'Decline',
      hint: 'Why not you, or not now? The crisis lead reads it and asks somebody else.',
    },
  ],
  [
    'drill answered',
    {
      title: 'Answer inject',
      submit: 'Answered',
      label: 'What was answered?',
      hint: 'In a word or two, and to whom. It goes on the timeline and counts for the score.',
    },
  ],
  [
    'drill stop',
    { title: 'Stop the drill', submit: 'Stop', hint: 'Why now? The score shows how far it came.' },
  ],
  [
    'stand-down',
    {
      title: 'Stand down',
      submit: 'Stand down',
      hint: 'Why does this need no response any more? One paragraph; it is the review.',
    },
  ],
  [
    'false-positive',
    { title: 'False positive', submit: 'Close', hint: 'What was it really, and how do you know?' },
  ],
  [
    'block',
    { title: 'Block task', submit: 'Block', hint: 'What is it waiting for, and from whom?' },
  ],
  ['waive', { title: 'Waive task', submit: 'Waive', hint: 'Why is it not needed?' }],
  [
    'reopen',
    {
      title: 'Reopen incident',
      submit: 'Reopen',
      hint: 'What came up? The incident begins again in assess.',
    },
  ],
  [
    'fix failed',
    { title: 'Fix failed', submit: 'Report', hint: 'What failed, where, and how was it seen?' },
  ],
  [
    'remove',
    {
      title: 'Remove somebody',
      submit: 'Remove',
      hint: 'Why need they not know of it any more? It goes on the timeline.',
    },
  ],
  [
    'room new',
    {
      title: 'Open another channel',
      submit: 'Open it',
      hint: 'Why can the incident not go on in the old one?',
    },
  ],
  [
    'lesson',
    {
      title: 'Lesson',
      submit: 'Keep',
      label: 'What was learnt?',
      hint: 'What went well or badly, and what to do next time? The postmortem shows it.',
    },
  ],
  ['regress', { title: 'Go back to', submit: 'Go back', hint: 'What has to be done again?' }],
  ['level', { title: 'Change level to', submit: 'Change level', hint: 'What changed?' }],
];

/** What is asked about a case, by what follows its number; the rest of the command is that number. */
const caseReasons: Readonly<Record<string, ReasonWords>> = {
  add: {
    title: 'Add a case',
    submit: 'Add',
    label: 'What is vulnerable, and how?',
    hint: 'One vulnerability. Behind it may stand --cve CVE-2026-12345 and --reporter with a name.',
  },
  bypass: {
    title: 'Bypass of the fix',
    submit: 'Add',
    label: 'How is the fix got around?',
    hint: 'It becomes a case of its own, which may have an embargo of its own.',
  },
  cve: {
    title: 'CVE id',
    submit: 'Set',
    label: 'CVE id',
    hint: 'As CVE-2026-12345.',
  },
  cvss: {
    title: 'CVSS',
    submit: 'Set',
    label: 'CVSS vector',
    hint: 'Version 4.0 or 3.1, as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.',
  },
  cwe: {
    title: 'Weakness',
    submit: 'Set',
    label: 'CWE ids',
    hint: 'As CWE-787, several with a space between them.',
  },
  affected: {
    title: 'Affected',
    submit: 'Add',
    label: 'Which products?',
    hint: 'A line for each, with its versions: Contoso VPN: 4.2, 4.3',
  },
  'not-affected': {
    title: 'Not affected',
    submit: 'Add',
    label: 'Which products?',
    hint: 'A line for each, with its versions: Contoso VPN: 4.2, 4.3',
  },
  invalidate: { title: 'Invalid', submit: 'Invalid', hint: 'Why is it no vulnerability of ours?' },
  defer: { title: 'Defer', submit: 'Defer', hint: 'Why not now, and until when?' },
  close: { title: 'Close', submit: 'Close', hint: 'Why is there nothing left to do?' },
  propose: {
    title: 'Propose embargo',
    submit: 'Propose',
    label: 'Until when?',
    hint: 'As 2026-12-08, 2026-12-08 18:00 UTC or in 30d. The shortest proposal wins.',
  },
  revise: {
    title: 'Revise embargo',
    submit: 'Propose',
    label: 'Until when?',
    hint: 'As 2026-12-08, 2026-12-08 18:00 UTC or in 30d. The old end stands until it is accepted.',
  },
  reject: { title: 'Reject embargo', submit: 'Reject', hint: 'Why not?' },
  end: { title: 'End embargo', submit: 'End it', hint: 'Why now? An embargo never starts again.' },
  variant: {
    title: 'Variant',
    submit: 'Add',
    label: 'Where is the same vulnerability found, too?',
    hint: 'What has another cause is a case of its own.',
  },
  'variants none': {
    title: 'No variants',
    submit: 'Record',
    label: 'How were variants looked for?',
    hint: 'Which code, by whom, and by which method?',
  },
  'mitigation none': {
    title: 'No mitigation',
    submit: 'Record',
    hint: 'What was tried, and why can customers do nothing before the fix?',
  },
  none: { title: 'No embargo', submit: 'Record', hint: 'Why does the case need none?' },
};

/** The same about a clock or a regime. */
const clockReasons: Readonly<Record<string, ReasonWords>> = {
  filed: {
    title: 'Done: clock',
    submit: 'Record',
    label: 'Reference',
    hint: 'The number that the authority gave, or what else shows that it was submitted. I submit nothing.',
  },
  progress: {
    title: 'Progress: clock',
    submit: 'Record',
    label: 'Reference',
    hint: 'Of the progress report. The final one is due a month after the incident is handled.',
  },
  since: {
    title: 'Count clock',
    submit: 'Set',
    label: 'From when?',
    hint: 'As 2026-12-08 18:00 UTC, 09:00 or 2h ago: a time that is past.',
  },
  waive: { title: 'Waive clock', submit: 'Waive', hint: 'Why need it not be done?' },
  'not-applicable': {
    title: 'Does not apply:',
    submit: 'Record',
    hint: 'Why not? Every export shows it.',
  },
};

/** The same about a document. */
const documentReasons: Readonly<Record<string, ReasonWords>> = {
  return: {
    title: 'Back to authors:',
    submit: 'Give back',
    label: 'What has to change?',
    hint: 'Its authors read it, and it goes on the timeline.',
  },
  withdraw: {
    title: 'Withdraw:',
    submit: 'Withdraw',
    hint: 'Why is it not wanted, or wrong? It cannot be undone; a new one has another number.',
  },
  'revise minor': {
    title: 'Minor revision:',
    submit: 'Begin',
    label: 'What changes?',
    hint: 'Customers read it in the revision history. Minor: nothing that they have to do again.',
  },
  'revise major': {
    title: 'Major revision:',
    submit: 'Begin',
    label: 'What changes?',
    hint: 'Customers read it in the revision history. Major: they have to act, or to read it anew.',
  },
};

/** `block 3` → `Block task 3`, `regress assess` → `Go back to assess`. */
export function reasonWords(of: string): ReasonWords {
  const about = /^(?:case|embargo)(?: case)?(?: (\d+))? ((?:variants |mitigation )?\S+)$/u.exec(of);
  const ofCase = caseReasons[about?.[2] ?? ''];
  if (ofCase !== undefined) {
    const n = about?.[1];
    return { ...ofCase, title: n === undefined ? ofCase.title : `${ofCase.title}: ${n}` };
  }
  const [, written, section] = /^document (\d+) write (\S+)$/u.exec(of) ?? [];
  if (section !== undefined)
    return {
      title: `Write: document ${written}`,
      submit: 'Write',
      label: sectionWords(section),
      hint: 'Markdown without headings: paragraphs, lists, links, emphasis, code. “-” empties it.',
    };
  const [, document, did = ''] = /^document (\d+) (.+)$/u.exec(of) ?? [];
  const ofDocument = documentReasons[did];
  if (ofDocument !== undefined) return { ...ofDocument, title: `${ofDocument.title} ${document}` };
  const rated = /^case (\d+) severity (\w+)$/u.exec(of);
  if (rated !== null)
    return {
      title: `Case ${rated[1] ?? ''}: ${rated[2] ?? ''}`,
      submit: 'Set severity',
      hint: 'Why? The worst that could come of it counts, not how likely it is.',
    };
  const [, which = '', act = ''] = /^clock (\S+) (\S+)$/u.exec(of) ?? [];
  const ofClock = clockReasons[act];
  if (ofClock !== undefined) return { ...ofClock, title: `${ofClock.title} ${which}` };
  const found = reasons.find(([command]) => of === command || of.startsWith(`${command} `));
  if (found === undefined) return usual;
  const [command, words] = found;
  // A person is named by the button; a title cannot show a mention.
  const rest = of.slice(command.length).replace(/ <@.*/u, '');
  return { ...words, title: `${words.title}${rest}` };
}
