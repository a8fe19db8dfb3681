// The words and small parts that the grammar's rows are made of.
import type { Audience } from '#machines/incident-types.ts';
import type {
  ExportFormat,
  FactName,
  IncidentId,
  Level,
  Phase,
  Role,
} from '#machines/incident-types.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { AnywhereCommand, IncidentCommand } from './command.ts';

// Values, where machines/ may give only types: `satisfies` keeps the lists complete.
export const all = <T extends string>(record: Record<T, true>): readonly T[] =>
  Object.keys(record) as T[];
export const phaseNames = all<Phase>({
  mobilize: true,
  assess: true,
  remediate: true,
  communicate: true,
  review: true,
});
export const roleNames = all<Role>({
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
export const factNames = all<FactName>({
  public: true,
  exploit: true,
  attacks: true,
  broad: true,
  wormable: true,
  kev: true,
  leak: true,
});
export const kindNames = ['vulnerability', 'exploitation', 'service', 'supply-chain'] as const;
export const formats = all<ExportFormat>({ md: true, html: true, json: true, csv: true });
export const audienceIds = all<Audience>({
  responders: true,
  executives: true,
  organization: true,
  partners: true,
  customers: true,
  regulators: true,
  press: true,
  public: true,
});
export const tlpNames = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
export const categories = [
  'technical',
  'procedure',
  'manual',
  'process',
  'communication',
  'lesson',
] as const;

export const textMax = 3000;
/** Of a file that is handed in; half of what the console takes at once. */
export const fileBytesMax = 500_000;
export const titleMax = 150;

export type Draft = AnywhereCommand | IncidentCommand;

export interface VerbRow {
  names: readonly [string, ...string[]];
  usage: string;
  help: string;
  section:
    | 'anywhere'
    | 'record'
    | 'process'
    | 'cases'
    | 'documents'
    | 'clocks'
    | 'people'
    | 'tasks'
    | 'export';
  /** Other things that the same verb does, each with a line of its own in help and documents. */
  also?: readonly { usage: string; help: string }[];
  /** Throws Problem on what it cannot take. */
  parse: (args: Args) => Draft;
}

export function row(
  names: VerbRow['names'],
  usage: string,
  help: string,
  section: VerbRow['section'],
  parse: (args: Args) => IncidentCommand,
): VerbRow {
  return { names, usage, help, section, parse };
}

export function levelOf(word: string | undefined): Level {
  const level = ([1, 2, 3, 4] as const).find(
    (candidate) => String(candidate) === word?.replace(/^l/i, ''),
  );
  if (level === undefined)
    throw new Problem('I need a level: 1 Critical, 2 High, 3 Elevated or 4 Watch.');
  return level;
}

export function text(args: Args): string {
  const written = args.rest();
  if (written.length > textMax)
    throw new Problem(`That is too long: at most ${textMax} characters.`);
  return written;
}

export function needed(args: Args, what: string): string {
  const written = text(args);
  if (written === '') throw new Problem(`I need ${what}.`);
  return written;
}

/** A command that must say why; without the reason a form asks for it. */
export function reasoned(
  args: Args,
  of: string,
  make: (reason: string) => IncidentCommand,
): IncidentCommand {
  const reason = text(args);
  return reason === '' ? { verb: 'form', form: 'reason', of } : make(reason);
}

/** `--link <url>`: where it comes from. */
export function linkOption(args: Args): { link?: string } {
  const link = args.option('link');
  if (link === undefined) return {};
  // Buttons say it again, and there is only so much room in one.
  if (link.length > 1000) throw new Problem('That link is too long: at most 1000 characters.');
  return { link: urlOf(link) };
}

export function urlOf(word: string | undefined): string {
  if (word === undefined || !/^https?:\/\/\S+$/.test(word))
    throw new Problem('I need a link that starts with http:// or https://.');
  if (word.length > textMax)
    throw new Problem(`That link is too long: at most ${textMax} characters.`);
  return word;
}

/** A word left over may be part of a time (`14:05 PST`): better asked about than dropped. */
export function nothingMore(args: Args): void {
  if (!args.isEmpty) throw new Problem(`I do not understand “${clip(args.rest())}”.`);
}

/** `INC-2026-0001` in any case, or the short `INC-1`; undefined for anything else. */
export function incidentIdOf(word: string | undefined): IncidentId | undefined {
  return word !== undefined && /^inc-(\d{4}-)?\d{1,9}$/i.test(word)
    ? word.toUpperCase()
    : undefined;
}
