// Partners who are told before the release: the programme, what is written for them, and a package for each.
import type { PartnerText } from '#machines/partner-types.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { Draft, VerbRow } from './grammar-parts.ts';
import { all, needed, nothingMore, reasoned, text } from './grammar-parts.ts';

const texts = all<PartnerText>({ description: true, detection: true, repro: true, poc: true });
const acts = ['list', 'show', 'prepare', 'suspend', 'resume', 'leak', ...texts] as const;

export const partnerVerbs: readonly VerbRow[] = [
  {
    names: ['partner', 'partners'],
    usage:
      'partner [list] · partner show|suspend|resume <partner> [reason] · partner description|detection|repro|poc [case <n>] <text> · partner prepare <partner> [case 1,2] · partner leak <text> [--at time]',
    help: 'The partners who build protections before the release, and what is written for them alone: it stands in no channel. “prepare” makes the package of one partner, on its terms. “suspend” ends every link of a partner at once. “leak” records that somebody may have passed it on.',
    section: 'cases',
    parse: partnerCommand,
  },
  {
    names: ['package', 'packages'],
    usage:
      'package [list] · package <n> · package <n> approve|revoke [reason] · package <n> offer [--release time] · package <n> link <mail address>',
    help: 'What one partner gets: two people approve it, and it goes by mail to each contact from its time on. “link” gives you the link of one contact once, to hand it over in another way. “revoke” ends its links.',
    section: 'cases',
    parse: packageCommand,
  },
];

function partnerCommand(args: Args): Draft {
  if (args.isEmpty) return { verb: 'partners' };
  const act = args.choice(acts, 'what to do');
  switch (act) {
    case 'list':
      nothingMore(args);
      return { verb: 'partners' };
    case 'show': {
      const partner = partnerOf(args);
      nothingMore(args);
      return { verb: 'showPartner', partner };
    }
    case 'suspend':
      return { verb: 'suspendPartner', partner: partnerOf(args), reason: needed(args, 'a reason') };
    case 'resume':
      return { verb: 'resumePartner', partner: partnerOf(args), reason: needed(args, 'a reason') };
    case 'prepare': {
      const partner = partnerOf(args);
      const cases = casesOf(args);
      nothingMore(args);
      return { verb: 'preparePackage', partner, cases };
    }
    case 'leak': {
      const at = args.time('at', 'past');
      return { verb: 'fact', fact: 'leak', at, text: needed(args, 'what makes you think so') };
    }
    default: {
      const caseNumber = caseOf(args);
      return {
        verb: 'partnerText',
        caseNumber,
        text: act,
        words: needed(args, 'the text, as partners read it'),
      };
    }
  }
}

function partnerOf(args: Args): string {
  const word = args.word()?.toLowerCase();
  if (word === undefined) throw new Problem('I need a partner, as “partner list” names them.');
  return clip(word);
}

function caseOf(args: Args): number | null {
  if (args.peek()?.toLowerCase() !== 'case') return null;
  args.word();
  return args.number('the number of a case');
}

/** `case 1,2` or `case 1 2`; null for all. */
function casesOf(args: Args): number[] | null {
  if (!/^cases?$/i.test(args.peek() ?? '')) return null;
  args.word();
  const numbers = args.rest().split(/[\s,]+/u);
  if (!numbers.every((one) => /^[1-9]\d{0,5}$/.test(one)))
    throw new Problem('I need the numbers of cases, such as case 1,2.');
  return [...new Set(numbers.map(Number))];
}

const packageActs = ['show', 'approve', 'offer', 'link', 'revoke'] as const;

function packageCommand(args: Args): Draft {
  const first = args.peek()?.toLowerCase();
  if (first === undefined || first === 'list') {
    args.word();
    nothingMore(args);
    return { verb: 'packages' };
  }
  const packageNumber = args.number('the number of a package');
  if (args.isEmpty) return { verb: 'showPackage', packageNumber };
  const act = args.choice(packageActs, 'what to do with the package');
  switch (act) {
    case 'show':
      nothingMore(args);
      return { verb: 'showPackage', packageNumber };
    case 'approve':
      nothingMore(args);
      return { verb: 'approvePackage', packageNumber };
    case 'offer': {
      const release = args.time('release', 'future');
      nothingMore(args);
      return { verb: 'offerPackage', packageNumber, release };
    }
    case 'link':
      return { verb: 'linkPackage', packageNumber, contact: mailOf(text(args)) };
    case 'revoke':
      return reasoned(args, `package ${packageNumber} revoke`, (reason) => ({
        verb: 'revokePackage',
        packageNumber,
        reason,
      }));
  }
}

/** Slack writes an address as a link: `<mailto:a@b.example|a@b.example>`. */
function mailOf(written: string): string {
  const [, inside] = /^<mailto:([^|>]+)(?:\|[^>]*)?>$/u.exec(written) ?? [];
  const address = (inside ?? written).trim().toLowerCase();
  if (address.length > 200 || !/^[^\s@<>]+@[^\s@<>]+$/u.test(address))
    throw new Problem('I need the mail address of a contact of the partner.');
  return address;
}
