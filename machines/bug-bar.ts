// The bug bar: which severity a vulnerability of some kind has, as a table with a version.
import type { BugBar, BugBarAnswers, Severity } from './assessment-types.ts';
import { severities } from './assessment-types.ts';

/** Kept with every proposal; raise it when the table changes. */
const bugBarVersion = 1;

/** What a row does not name is any. */
type Row = readonly [when: Partial<BugBarAnswers>, severity: Severity];

const reached = { access: 'anonymous' } as const;
const silent = { interaction: 'none' } as const;
const full = { extent: 'full' } as const;

/** The first that fits counts. `extent` of an elevation makes no difference: code runs or it does not. */
const rows: Record<BugBarAnswers['pivot'], Record<BugBarAnswers['threat'], readonly Row[]>> = {
  server: {
    // A server is owned without anybody doing anything: what worms are made of.
    elevation: [
      [{ ...reached, ...silent }, 'critical'],
      [{}, 'important'],
    ],
    denial: [
      [{ ...reached, ...full }, 'important'],
      [reached, 'moderate'],
      [full, 'moderate'],
      [{}, 'low'],
    ],
    disclosure: [
      [full, 'important'],
      [{}, 'low'],
    ],
    spoofing: [
      [full, 'important'],
      [{}, 'moderate'],
    ],
    tampering: [
      [full, 'important'],
      [{}, 'low'],
    ],
  },
  client: {
    elevation: [
      [{ access: 'local' }, 'important'],
      [silent, 'critical'],
      [{}, 'important'],
    ],
    denial: [
      [full, 'moderate'],
      [{}, 'low'],
    ],
    disclosure: [
      [full, 'important'],
      [{}, 'low'],
    ],
    spoofing: [
      [full, 'important'],
      [{}, 'low'],
    ],
    tampering: [
      [full, 'important'],
      [{}, 'low'],
    ],
  },
};

/**
 * What the bug bar proposes, after Microsoft's SDL sample bug bar and severity rating system: the worst theoretical
 * outcome of a STRIDE class on a server or a client, one step lower where it takes a scenario of less than 10 % of
 * users. People decide; see the event SEVERITY.
 */
export function bugBar(answers: BugBarAnswers): BugBar {
  const fits = ([when]: Row): boolean =>
    Object.entries(when).every(([name, value]) => answers[name as keyof BugBarAnswers] === value);
  const severity = rows[answers.pivot][answers.threat].find(fits)?.[1] ?? 'low';
  const proposed = answers.scenario === 'default' ? severity : lower(severity);
  return { ...answers, version: bugBarVersion, proposed };
}

function lower(severity: Severity): Severity {
  return severities[severities.indexOf(severity) + 1] ?? 'low';
}
