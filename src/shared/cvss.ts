// CVSS vectors of every version: read, put in the order of the standard, and scored.
import calculator from 'ae-cvss-calculator';
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** Scores are 0.0–10.0; `base` is that of the base metrics alone, `score` that of all the vector has. */
export interface ScoredVector {
  version: '2.0' | '3.0' | '3.1' | '4.0';
  vector: string;
  score: number;
  base: number;
  severity: 'none' | 'low' | 'medium' | 'high' | 'critical';
}

interface Metric {
  name: string;
  values: readonly string[];
  isBase: boolean;
}

const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = calculator;
const makers = {
  '2.0': () => new Cvss2(),
  '3.0': () => new Cvss3P0(),
  '3.1': () => new Cvss3P1(),
  '4.0': () => new Cvss4P0(),
} as const;

type Version = keyof typeof makers;

/** The groups of metrics in the order in which the standard writes them; the calculator names them so. */
const groups = [
  'base',
  'temporal',
  'threat',
  'environmental-security-requirement',
  'environmental',
  'environmental-base',
  'supplemental',
];

/** Says nothing, in the words of version 2 and of all later ones. */
const undefinedValues = ['ND', 'X'];

const known = new Map<Version, readonly Metric[]>();

function metricsOf(version: Version): readonly Metric[] {
  const before = known.get(version);
  if (before !== undefined) return before;
  const metrics = [...makers[version]().getRegisteredComponents()]
    .toSorted(([a], [b]) => groups.indexOf(a.name) - groups.indexOf(b.name))
    .flatMap(([group, components]) =>
      components.map(({ shortName, values }) => ({
        name: shortName,
        isBase: group.name === 'base',
        values: values.map((value) => value.shortName).filter((value) => isValue(shortName, value)),
      })),
    );
  known.set(version, metrics);
  return metrics;
}

/** In version 4 *safety* is a value of the modified metrics alone, which the calculator takes for the others, too. */
function isValue(metric: string, value: string): boolean {
  return !(value === 'S' && ['SC', 'SI', 'SA'].includes(metric));
}

/**
 * Reads a vector as people paste it: in any case and order, with the parentheses of version 2. The error says what is
 * wrong in the vector. Severity is in the words of the standard (v3.1 section 5, v4.0 section 6); version 2 has none,
 * so it is rated as the NVD does.
 */
export function readCvss(written: string): Result<ScoredVector, string> {
  const bare = written.trim().replace(/^\((.*)\)$/s, '$1');
  const prefix = /^cvss:(\d+\.\d+)\//i.exec(bare);
  const version = versionOf(prefix?.[1]);
  if (version === undefined) return err(`CVSS ${prefix?.[1] ?? ''} is not known: use 4.0 or 3.1.`);
  const metrics = metricsOf(version);
  const values = new Map<string, string>();
  for (const part of bare.slice(prefix?.[0].length ?? 0).split('/')) {
    const [name = '', value = '', ...more] = part.split(':');
    const metric = metrics.find((one) => isSame(one.name, name));
    if (metric === undefined || more.length > 0)
      return err(
        prefix === null && values.size === 0
          ? 'A CVSS vector begins with CVSS:4.0/ or CVSS:3.1/, as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.'
          : `“${part.slice(0, 40)}” is no metric of CVSS ${version}.`,
      );
    const found = metric.values.find((one) => isSame(one, value));
    if (found === undefined || (metric.isBase && undefinedValues.includes(found)))
      return err(`${metric.name} takes ${valuesOf(metric)}, not “${value.slice(0, 20)}”.`);
    if (values.has(metric.name)) return err(`${metric.name} stands in the vector twice.`);
    values.set(metric.name, found);
  }
  const missing = metrics.filter(({ isBase, name }) => isBase && !values.has(name));
  if (missing.length > 0)
    return err(`The vector lacks ${missing.map(({ name }) => name).join(', ')}.`);
  return ok(scored(version, metrics, values));
}

function versionOf(prefix: string | undefined): Version | undefined {
  if (prefix === undefined) return '2.0';
  return (['3.0', '3.1', '4.0'] as const).find((version) => version === prefix);
}

function scored(
  version: Version,
  metrics: readonly Metric[],
  values: ReadonlyMap<string, string>,
): ScoredVector {
  const parts = (of: readonly Metric[]): string =>
    of
      .flatMap(({ name }) => {
        const value = values.get(name);
        return value === undefined || undefinedValues.includes(value) ? [] : [`${name}:${value}`];
      })
      .join('/');
  const head = version === '2.0' ? '' : `CVSS:${version}/`;
  const vector = `${head}${parts(metrics)}`;
  const base = overall(version, `${head}${parts(metrics.filter(({ isBase }) => isBase))}`);
  const score = overall(version, vector);
  return { version, vector, score, base, severity: severityOf(version, score) };
}

function overall(version: Version, vector: string): number {
  const made = makers[version]();
  made.applyVector(vector);
  return made.calculateScores().overall;
}

function severityOf(version: Version, score: number): ScoredVector['severity'] {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}

function valuesOf({ values, isBase }: Metric): string {
  const usual = values.filter((value) => !isBase || !undefinedValues.includes(value));
  return `${usual.slice(0, -1).join(', ')} or ${usual.at(-1) ?? ''}`;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
