// Text → Command. Pure; every mistake comes back as a UsageError that says how to write it right.
import { distance } from 'fastest-levenshtein';
import type { IncidentId } from '#machines/incident-types.ts';
import type { Result } from '../shared/result.ts';
import { err, ok } from '../shared/result.ts';
import { Args, Problem } from './args.ts';
import { clip } from './clip.ts';
import type { AnywhereCommand, Command, UsageError } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { incidentIdOf } from './grammar-parts.ts';
import { verbs } from './grammar.ts';
import type { TimeContext } from './time.ts';
import { usageFor } from './usage.ts';

/**
 * Reads a command, with or without the leading `/incident`. A leading incident id (`INC-2026-0001 status`) says
 * which incident is meant, wherever it is typed. Mentions stand as `<@person-id>`.
 */
export function parse(text: string, context: TimeContext): Result<Command, UsageError> {
  const said = text
    .trim()
    .replace(/^\/incident\b/i, '')
    .trim();
  const first = /^\S+/.exec(said)?.[0];
  const { incidentId, command } = addressed(said, first);
  const verb = (
    /^\S+/.exec(command)?.[0] ?? (incidentId === null ? 'help' : 'status')
  ).toLowerCase();
  const row = verbs.find(({ names }) => names.includes(verb));
  if (row === undefined) {
    return err({
      problem: `I do not know “${clip(verb)}”.`,
      usage: null,
      nearest: nearestVerbs(verb),
    });
  }
  try {
    const draft = row.parse(new Args(command.slice(verb.length), context));
    return ok(isAnywhere(draft) ? draft : { ...draft, incidentId });
  } catch (error) {
    if (error instanceof Problem)
      return err({
        problem: error.message,
        usage: usageFor(error.usage ?? row.usage, command),
        nearest: [],
      });
    throw error;
  }
}

/** The incident stands before the command; `join INC-1` is how people say it, too. */
function addressed(
  said: string,
  first: string | undefined,
): { incidentId: IncidentId | null; command: string } {
  const incidentId = incidentIdOf(first);
  if (incidentId !== undefined)
    return { incidentId, command: said.slice(first?.length ?? 0).trim() };
  const [, joined, rest = ''] = /^join\s+(\S+)(.*)$/isu.exec(said) ?? [];
  const named = incidentIdOf(joined);
  if (named !== undefined) return { incidentId: named, command: `join ${rest.trim()}`.trim() };
  return { incidentId: null, command: said };
}

const anywhere = new Set<string>([
  'declare',
  'list',
  'followUps',
  'drill',
  'help',
  'home',
  'calendar',
  'reliability',
  'trains',
  'partners',
  'showPartner',
  'suspendPartner',
  'resumePartner',
] satisfies AnywhereCommand['verb'][]);

function isAnywhere(draft: ReturnType<VerbRow['parse']>): draft is AnywhereCommand {
  return anywhere.has(draft.verb) || (draft.verb === 'form' && draft.form === 'declare');
}

/** Up to three verbs that a mistyped one may have meant, nearest first. */
export function nearestVerbs(word: string): string[] {
  const short = word.slice(0, 30);
  return verbs
    .flatMap(({ names }) =>
      names.map((name) => ({ name, far: name.startsWith(short) ? 0 : distance(name, short) })),
    )
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 2)))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}
