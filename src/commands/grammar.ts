// The grammar: one row per verb, read by parse.ts and help.ts. What a button does is one of these lines too.
import type { IncidentId } from '#machines/incident-types.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import { caseVerbs } from './grammar-cases.ts';
import { drillVerb } from './grammar-drills.ts';
import { clockVerbs } from './grammar-clocks.ts';
import { passVerbs } from './grammar-passes.ts';
import { documentVerbs } from './grammar-documents.ts';
import { peopleVerbs } from './grammar-people.ts';
import { partnerVerbs } from './grammar-partners.ts';
import { processVerbs } from './grammar-process.ts';
import { recordVerbs } from './grammar-record.ts';
import { remedyVerbs } from './grammar-remedy.ts';
import { statementVerbs } from './grammar-statements.ts';
import { taskVerbs } from './grammar-tasks.ts';
import { trainVerbs } from './grammar-train.ts';
import type { Draft, VerbRow } from './grammar-parts.ts';
import {
  incidentIdOf,
  kindNames,
  levelOf,
  linkOption,
  nothingMore,
  titleMax,
} from './grammar-parts.ts';

export const verbs: readonly VerbRow[] = [
  {
    names: ['declare', 'open', 'new', 'create'],
    usage:
      'declare [title] [--level 1-4] [--kind vulnerability|exploitation|service|supply-chain] [--private|--restricted] [--drill] [--link url] [--anyway]',
    help: 'Declare an incident. Without a title a form opens. When somebody has just declared the same you are asked first; --anyway goes on. Level 1 Critical, 2 High, 3 Elevated (default), 4 Watch.',
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
    names: ['home', 'me'],
    usage: 'home',
    help: 'Your own page: what waits for you, your roles, the next clocks, the incidents you may see.',
    section: 'anywhere',
    parse: (args) => {
      nothingMore(args);
      return { verb: 'home' };
    },
  },
  {
    names: ['calendar', 'ics'],
    usage: 'calendar [reset]',
    help: 'Your own calendar address, for your eyes only: it shows when something is due in the incidents you may see, by number and clock. “reset” gives you another and ends this one.',
    section: 'anywhere',
    parse: (args) => {
      const renew = !args.isEmpty;
      if (renew) args.choice(['reset'], 'what to do');
      nothingMore(args);
      return { verb: 'calendar', renew };
    },
  },
  drillVerb,
  {
    names: ['help', '?'],
    usage: 'help [verb]',
    help: 'The commands, or one of them.',
    section: 'anywhere',
    parse: (args) => ({ verb: 'help', topic: args.isEmpty ? null : args.rest() }),
  },
  ...processVerbs,
  ...trainVerbs,
  ...caseVerbs,
  ...remedyVerbs,
  ...documentVerbs,
  ...partnerVerbs,
  ...clockVerbs,
  ...statementVerbs,
  ...passVerbs,
  ...peopleVerbs,
  ...taskVerbs,
  ...recordVerbs,
];

function declare(args: Args): Draft {
  const level = args.option('level');
  const kind = args.option('kind')?.toLowerCase();
  const restricted = args.flag('restricted');
  const isPrivate = args.flag('private');
  const drill = args.flag('drill');
  const anyway = anywayOf(args);
  const link = linkOption(args);
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
    ...(anyway === undefined ? {} : { anyway }),
    ...link,
  };
}

/** `--anyway`, or `--anyway=INC-2026-0001,…` as the button says that was shown with these. */
function anywayOf(args: Args): true | IncidentId[] | undefined {
  const known = args.joined('anyway');
  if (known === undefined) return args.flag('anyway') ? true : undefined;
  return known.split(',').flatMap((word) => incidentIdOf(word) ?? []);
}
