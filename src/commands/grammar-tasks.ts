// Tasks and follow-ups.
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import {
  linkOption,
  phaseNames,
  row,
  text,
  needed,
  reasoned,
  nothingMore,
} from './grammar-parts.ts';

export const taskVerbs: readonly VerbRow[] = [
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
    'task add <text> [@user] [--by time] [--phase p] [--link url] · task reopen <n>',
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
  {
    names: ['followups', 'follow-ups'],
    usage: 'followups [open|mine|overdue|all]',
    help: 'The follow-ups of all incidents that you may see, also of closed ones. “all” has those that are done, too.',
    section: 'tasks',
    parse: (args) => ({
      verb: 'followUps',
      which: args.isEmpty
        ? 'open'
        : args.choice(['open', 'mine', 'overdue', 'all'], 'which follow-ups'),
    }),
  },
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
  row(
    ['due'],
    'due <n> <time>',
    'Set when the task or follow-up is due. Without a time a form opens.',
    'tasks',
    (args) => {
      const n = taskNumber(args);
      if (args.isEmpty) return { verb: 'form', form: 'due', n };
      const at = timeHere(args);
      nothingMore(args);
      return { verb: 'due', n, at };
    },
  ),
];

function addTask(args: Args, followUp: boolean): IncidentCommand {
  const by = args.time('by', 'future');
  const phase = args.option('phase')?.toLowerCase();
  const found = phaseNames.find((name) => name === phase);
  if (phase !== undefined && found === undefined)
    throw new Problem(`“${clip(phase)}” is no phase: ${phaseNames.join(', ')}.`);
  const link = linkOption(args);
  const assignee = args.anyPerson();
  return {
    verb: 'addTask',
    assignee,
    by,
    phase: found ?? null,
    followUp,
    ...link,
    text: needed(args, 'what is to be done'),
  };
}

function taskNumber(args: Args): number {
  return args.number('the number of the task (see `tasks`)');
}

function timeHere(args: Args): string {
  const at = args.timeHere('future');
  if (at === null) throw new Problem('I need a time.');
  return at;
}
