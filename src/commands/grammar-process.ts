// Where an incident stands and how it moves on.
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import { factCase } from './grammar-cases.ts';
import type { VerbRow } from './grammar-parts.ts';
import {
  factNames,
  phaseNames,
  tlpNames,
  row,
  levelOf,
  text,
  needed,
  reasoned,
  nothingMore,
  incidentIdOf,
} from './grammar-parts.ts';

export const processVerbs: readonly VerbRow[] = [
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
    'advance [phase] [--override reason]',
    'Go on to the next phase; with its name, only if it is the next. The crisis lead may override missing exit criteria with a reason.',
    'process',
    (args) => {
      if (!args.flag('override')) {
        if (args.isEmpty) return { verb: 'advance' };
        return { verb: 'advance', to: args.choice(phaseNames, 'the phase to go on to') };
      }
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
    'level · level <1-4> [reason]',
    'What level it is, and which rule asks for which level. With a number: raise it at once, or lower it with a reason; the phase does not move.',
    'process',
    (args) => {
      if (args.isEmpty) return { verb: 'showLevel' };
      const level = levelOf(args.word());
      // To raise it needs no reason; whether it is raised the grammar cannot know.
      return reasoned(args, `level ${level}`, (reason) => ({ verb: 'level', level, reason }));
    },
  ),
  row(
    ['fact'],
    'fact public|exploit|attacks|broad|wormable|kev|leak [case <n>|case all] [--at time] [text]',
    'Record that the vulnerability is public, exploit code is public, or attacks are observed; with several cases, of which. Also that attacks are broad, that it spreads by itself, or that CISA lists it as exploited (KEV): broad and kev are attacks, too. “leak”: what partners were told may have got into other hands.',
    'process',
    (args) => {
      const at = args.time('at', 'past');
      return {
        verb: 'fact',
        fact: args.choice(factNames, 'the fact'),
        ...factCase(args),
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
    'approve comms|legal · approve <n>',
    'Approve the release for communications or for legal; with a number: what somebody else has proposed, which is then done.',
    'process',
    (args) => {
      if (/^\d/.test(args.peek() ?? '')) {
        const approval = args.number('the number of the approval');
        nothingMore(args);
        return { verb: 'approveAct', approval };
      }
      return { verb: 'approve', as: args.choice(['comms', 'legal'], 'what you approve for') };
    },
  ),
  row(
    ['decline'],
    'decline <n> <reason>',
    'Say no to what somebody else has proposed; of your own it is taken back.',
    'process',
    (args) => {
      const approval = args.number('the number of the approval');
      return reasoned(args, `decline ${approval}`, (reason) => ({
        verb: 'declineAct',
        approval,
        reason,
      }));
    },
  ),
  row(
    ['approvals', 'approval'],
    'approvals · approvals <n> [withdraw <reason>]',
    'What waits for a second person, and what was decided. Two must agree on an override, on lowering a level 1, on closing, on ending an embargo and on what customers are told and when.',
    'process',
    (args) => {
      if (args.isEmpty) return { verb: 'approvals' };
      const approval = args.number('the number of the approval');
      const action = args.word();
      if (action === undefined) return { verb: 'showApproval', approval };
      if (action.toLowerCase() !== 'withdraw')
        throw new Problem(`I do not know “${clip(action)}”: an approval can be withdrawn.`);
      return reasoned(args, `approval ${approval} withdraw`, (reason) => ({
        verb: 'withdrawAct',
        approval,
        reason,
      }));
    },
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
];
