// Who may do what, written down once more and on purpose: not derived from src/usecases/authorize.ts.
import type { IncidentCommand } from '#src/commands/command.ts';
import { id, start } from '../support/core.ts';

/** The people of the table. Guests, strangers and outsiders of a private incident may do nothing at all. */
export const columns = [
  'not known',
  'workspace',
  'member',
  'holder',
  'assignee',
  'author',
  'declarer, nobody leads',
  'declarer, somebody leads',
  'deputy',
  'crisis lead',
  'admin',
  'engineering lead',
  'product lead',
  'comms lead',
  'legal',
  'scribe',
] as const;
export type Column = (typeof columns)[number];

type Key =
  | Exclude<IncidentCommand['verb'], 'level' | 'approve' | 'role'>
  | 'raise'
  | 'lower'
  | 'approve comms'
  | 'approve legal';

export interface Right {
  /** As docs/permissions.md writes it; null: nobody types it. */
  typed: string | null;
  /** One mark per column: + may, . may not. */
  may: string;
  /** The words of docs/permissions.md. */
  who: string;
  commands: IncidentCommand[];
}

const n = 1;
const reason = 'because';
const text = 'what happened';
const tomorrow = '2026-03-03T10:00:00.000Z';

const right = (
  typed: string | null,
  may: string,
  who: string,
  ...commands: IncidentCommand[]
): Right => ({ typed, may, who, commands });

const anyone = 'Everybody who belongs';
const holders = 'Whoever holds a role, or the lead';
const lead = 'The lead';
const engineering = 'The engineering lead or the lead';
const fixers = 'The engineering lead, the product lead or the lead';
const comms = 'The comms lead or the lead';
const taskOwner = 'Whoever has the task, or the lead';
const authors = 'Its author, the scribe or the lead';

// Columns:                          ? w m h t a d D y L A e p c g s
export const rights: Record<Key, Right> = {
  status: right('status', '+ + + + + + + + + + + + + + + +', anyone, { verb: 'status' }),
  timeline: right('timeline', '+ + + + + + + + + + + + + + + +', anyone, {
    verb: 'timeline',
    last: 5,
  }),
  checklist: right('checklist', '+ + + + + + + + + + + + + + + +', anyone, { verb: 'checklist' }),
  health: right('health', '+ + + + + + + + + + + + + + + +', anyone, { verb: 'health' }),
  roles: right('roles', '+ + + + + + + + + + + + + + + +', anyone, { verb: 'roles' }),
  tasks: right('tasks', '+ + + + + + + + + + + + + + + +', anyone, {
    verb: 'tasks',
    which: 'open',
  }),
  form: right(
    null,
    '+ + + + + + + + + + + + + + + +',
    anyone,
    { verb: 'form', form: 'sitrep' },
    { verb: 'form', form: 'assign', n },
    { verb: 'form', form: 'reason', of: 'close' },
  ),
  export: right('export', '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'export',
    format: 'md',
  }),
  note: right('note', '. + + + + + + + + + + + + + + +', anyone, { verb: 'note', text, at: null }),
  link: right('link', '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'link',
    url: 'https://x.example',
    text,
  }),
  capture: right(null, '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'capture',
    messageId: 'M1',
    author: null,
    text,
    at: start,
    link: null,
  }),
  release: right(null, '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'release',
    messageId: 'M1',
  }),
  finding: right('finding', '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'finding',
    category: 'process',
    text,
  }),
  fact: right('fact', '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'fact',
    fact: 'public',
    at: null,
    text,
  }),
  invite: right('invite', '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'invite',
    people: [id('new')],
  }),
  addTask: right(
    'task add',
    '. + + + + + + + + + + + + + + +',
    anyone,
    { verb: 'addTask', text, assignee: null, by: null, phase: null, followUp: false },
    { verb: 'addTask', text, assignee: id('new'), by: tomorrow, phase: null, followUp: true },
  ),
  acceptHandover: right('handover accept', '. + + + + + + + + + + + + + + +', 'Whoever was asked', {
    verb: 'acceptHandover',
  }),
  joined: right(null, '. + + + + + + + + + + + + + + +', anyone, {
    verb: 'joined',
    person: id('new'),
  }),
  left: right(null, '. + + + + + + + + + + + + + + +', anyone, { verb: 'left', person: id('mia') }),
  sitrep: right('sitrep', '. . . + . . + . + + + + + + + +', holders, { verb: 'sitrep', text }),
  brief: right('brief', '. . . + . . + . + + + + + + + +', holders, { verb: 'brief', text }),
  tlp: right('tlp', '. . . + . . + . + + + + + + + +', holders, { verb: 'tlp', label: 'RED' }),
  scope: right('scope', '. . . + . . + . + + + + + + + +', holders, { verb: 'scope', text }),
  affected: right('affected', '. . . + . . + . + + + + + + + +', holders, {
    verb: 'affected',
    products: ['Spooler'],
  }),
  mitigation: right('mitigation', '. . . + . . + . + + + + + + + +', holders, {
    verb: 'mitigation',
    text,
    exists: true,
  }),
  raise: right(
    'level',
    '. . . + . . + . + + + + + + + +',
    'To raise it: whoever holds a role, or the lead. To lower it: the lead',
    { verb: 'level', level: 1, reason },
  ),
  lower: right(
    'level',
    '. . . . . . + . + + + . . . . .',
    'To raise it: whoever holds a role, or the lead. To lower it: the lead',
    { verb: 'level', level: 3, reason },
    { verb: 'level', level: 4, reason },
  ),
  decide: right('decide', '. . . . . . + . + + + + . . . .', engineering, {
    verb: 'decide',
    remedy: 'fix',
    reason,
  }),
  fix: right(
    'fix',
    '. . . . . . + . + + + + + . . .',
    fixers,
    { verb: 'fix', step: 'built', note: '' },
    { verb: 'fix', step: 'ready', note: '' },
  ),
  fixFailed: right('fix', '. . . . . . + . + + + + + . . .', fixers, {
    verb: 'fixFailed',
    reason,
    rootCauseWrong: true,
  }),
  holding: right('holding', '. . . . . . + . + + + . . + . .', comms, { verb: 'holding', text }),
  guidance: right('guidance', '. . . . . . + . + + + . . + . .', comms, { verb: 'guidance', text }),
  'approve comms': right(
    'approve comms',
    '. . . . . . . . . . . . . + . .',
    'The comms lead alone',
    { verb: 'approve', as: 'comms' },
  ),
  'approve legal': right('approve legal', '. . . . . . . . . . . . . . + .', 'Legal alone', {
    verb: 'approve',
    as: 'legal',
  }),
  go: right(
    'go',
    '. . . . . . . . . + . + . + . .',
    'The crisis lead, the engineering lead and the comms lead, each for themselves',
    { verb: 'go', at: null },
  ),
  noGo: right(
    'no-go',
    '. . . . . . + . + + + + . + . .',
    'The engineering lead, the comms lead or the lead',
    { verb: 'noGo', reason },
  ),
  postmortem: right('postmortem', '. . . . . . + . + + + . . . . +', 'The scribe or the lead', {
    verb: 'postmortem',
    summary: text,
    findings: [],
  }),
  advance: right('advance', '. . . . . . + . + + + . . . . .', lead, { verb: 'advance' }),
  override: right(
    'advance --override',
    '. . . . . . . . . + + . . . . .',
    'The crisis lead or an admin',
    { verb: 'override', reason },
  ),
  regress: right('regress', '. . . . . . + . + + + . . . . .', lead, {
    verb: 'regress',
    to: 'mobilize',
    reason,
  }),
  standDown: right('stand-down', '. . . . . . + . + + + . . . . .', lead, {
    verb: 'standDown',
    reason,
  }),
  falsePositive: right('false-positive', '. . . . . . + . + + + . . . . .', lead, {
    verb: 'falsePositive',
    reason,
  }),
  merge: right('merge', '. . . . . . + . + + + . . . . .', lead, {
    verb: 'merge',
    into: 'INC-2026-0001',
    reason,
  }),
  close: right('close', '. . . . . . + . + + + . . . . .', lead, { verb: 'close' }),
  reopen: right('reopen', '. . . . . . + . + + + . . . . .', lead, { verb: 'reopen', reason }),
  pullIn: right('pull-in', '. . . . . . + . + + + . . . . .', lead, { verb: 'pullIn', reason }),
  waiveMonitoring: right('monitoring waive', '. . . . . . + . + + + . . . . .', lead, {
    verb: 'waiveMonitoring',
    reason,
  }),
  retry: right('retry', '. . . . . . + . + + + . . . . .', lead, { verb: 'retry', id: 1 }),
  handover: right('handover', '. . . . . . + . + + + . . . . .', lead, {
    verb: 'handover',
    to: id('new'),
  }),
  waive: right('waive', '. . . . . . + . + + + . . . . .', lead, { verb: 'waive', n, reason }),
  ack: right('ack', '. . . . + . + . + + + . . . . .', taskOwner, { verb: 'ack', n }),
  start: right('start', '. . . . + . + . + + + . . . . .', taskOwner, { verb: 'start', n }),
  done: right('done', '. . . . + . + . + + + . . . . .', taskOwner, { verb: 'done', n, note: '' }),
  block: right('block', '. . . . + . + . + + + . . . . .', taskOwner, { verb: 'block', n, reason }),
  reopenTask: right('task reopen', '. . . . + . + . + + + . . . . .', taskOwner, {
    verb: 'reopenTask',
    n,
  }),
  assign: right('assign', '. . . . + . + . + + + . . . . .', taskOwner, {
    verb: 'assign',
    n,
    to: id('new'),
  }),
  due: right('due', '. . . . + . + . + + + . . . . .', taskOwner, { verb: 'due', n, at: tomorrow }),
  correct: right('correct', '. . . . . + + . + + + . . . . +', authors, {
    verb: 'correct',
    seq: 0,
    text,
  }),
  withdraw: right('withdraw', '. . . . . + + . + + + . . . . +', authors, {
    verb: 'withdraw',
    seq: 0,
  }),
};
