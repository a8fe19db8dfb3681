// How a case is assessed, in words: severities, scores, products, and the questions of the bug bar.
import type { Cvss, Finding, Product, Severity, Side } from '#machines/assessment-types.ts';
import type { bugBarChoices } from '../commands/grammar-assessment.ts';

/** After Microsoft's severity rating system. */
export const severityMeanings = {
  critical: 'code runs without anybody doing anything',
  important: 'data or resources are compromised',
  moderate: 'mitigated to a significant degree',
  low: 'comprehensively mitigated',
} as const satisfies Record<Severity, string>;

export const sideTeams = {
  response: 'Response team',
  product: 'Product team',
} as const satisfies Record<Side, string>;

export const findingNames = {
  severity: 'severity',
  cvss: 'CVSS',
  products: 'products',
} as const satisfies Record<Finding, string>;

/** `9.8 critical`, and the base score where more than the base metrics count. */
export function scoreWords({ score, base, severity }: Cvss): string {
  const ofBase = base === score ? '' : `, base ${base.toFixed(1)}`;
  return `${score.toFixed(1)} ${severity}${ofBase}`;
}

type Listed = Pick<Product, 'name'> & { versions: readonly string[] };

/** As it is typed: `Contoso VPN: 4.2, 4.3`. */
export function productLine({ name, versions }: Listed): string {
  return versions.length === 0 ? name : `${name}: ${versions.join(', ')}`;
}

type Question = keyof typeof bugBarChoices;

export const questionNames = {
  pivot: 'What is attacked?',
  threat: 'What does the attacker achieve?',
  access: 'How does the attacker get there?',
  interaction: 'What must the victim do?',
  scenario: 'How common is it?',
  extent: 'How far does it go?',
} as const satisfies Record<Question, string>;

export const answerNames: { [Q in Question]: Readonly<Record<string, string>> } = {
  pivot: { server: 'A server', client: 'A client' },
  threat: {
    elevation: 'Elevation of privilege: code runs, or more rights',
    denial: 'Denial of service',
    disclosure: 'Information disclosure',
    spoofing: 'Spoofing: somebody or something else’s identity',
    tampering: 'Tampering with data',
  },
  access: {
    anonymous: 'From afar, without authenticating',
    authenticated: 'From afar, authenticated',
    local: 'On the machine itself',
  },
  interaction: {
    none: 'Nothing beyond ordinary use',
    prompt: 'Confirm a warning or prompt',
    extensive: 'Extensive action',
  },
  scenario: {
    default: 'On by default, or more than 10 % of users',
    specific: 'A scenario of fewer users',
  },
  extent: {
    full: 'It lasts, or is aimed at what the attacker wants',
    limited: 'It passes with a restart, or hits at random',
  },
};
