// What each authority asks for, field by field, after the texts of the laws; the record fills what it knows. A person
// reads it, writes the rest, and submits it: nothing is ever submitted by itself.
import type { RegimeId } from './regimes.ts';

/** What of the record fills a field; null: only a person knows. */
export type FilledBy =
  | 'nature'
  | 'products'
  | 'severity'
  | 'exploitation'
  | 'measures'
  | 'userMeasures'
  | 'timing'
  | 'label'
  | null;

export type RegulatorField = readonly [name: string, filledBy: FilledBy];

const memberStates: RegulatorField = [
  'Member States in which the product was made available, as far as known',
  null,
];
const unlawful: RegulatorField = [
  'Is it suspected to be caused by unlawful or malicious acts?',
  'exploitation',
];
const crossBorder: RegulatorField = ['Could it have a cross-border impact?', null];
const sensitivity: RegulatorField = ['How sensitive this information is', 'label'];
const assessment: RegulatorField = ['Severity and impact, first assessment', 'severity'];
const finalReport: readonly RegulatorField[] = [
  ['Detailed description, with severity and impact', 'nature'],
  ['Severity', 'severity'],
  ['Type of threat or root cause', null],
  ['Mitigation applied and under way', 'measures'],
];
const breach: readonly RegulatorField[] = [
  ['Nature of the breach', 'nature'],
  ['Likely consequences', null],
  ['Measures taken or proposed', 'measures'],
  ['Data protection officer, or where more can be asked', null],
];

/** Article 14(2) CRA, 14(4) CRA, 23(4) NIS2, 33(3) and 34(2) GDPR, Item 1.05 of Form 8-K. */
const fields: Partial<Record<RegimeId, Record<string, readonly RegulatorField[]>>> = {
  cra: {
    earlyWarning: [
      ['Product', 'products'],
      ['Active exploitation', 'exploitation'],
      ['Aware since', 'timing'],
      memberStates,
    ],
    notification: [
      ['Product', 'products'],
      ['General nature of the vulnerability', 'nature'],
      ['General nature of the exploit', 'exploitation'],
      ['Corrective or mitigating measures taken', 'measures'],
      ['Measures that users can take', 'userMeasures'],
      sensitivity,
    ],
    finalReport: [
      ['Description of the vulnerability, with severity and impact', 'nature'],
      ['Severity', 'severity'],
      ['Malicious actor, as far as known', null],
      ['Security update or other corrective measures', 'measures'],
    ],
  },
  'cra-incident': {
    earlyWarning: [['Product', 'products'], unlawful, ['Aware since', 'timing'], memberStates],
    notification: [
      ['Nature of the incident', 'nature'],
      assessment,
      ['Corrective or mitigating measures taken', 'measures'],
      ['Measures that users can take', 'userMeasures'],
      sensitivity,
    ],
    finalReport,
  },
  nis2: {
    earlyWarning: [['Aware since', 'timing'], unlawful, crossBorder],
    notification: [
      ['Nature of the incident', 'nature'],
      assessment,
      ['Indicators of compromise, where available', null],
    ],
    finalReport: [...finalReport, ['Cross-border impact', null]],
  },
  gdpr: {
    authority: [
      ...breach,
      ['Categories and approximate number of persons and of records', null],
      ['Aware since', 'timing'],
      ['Reasons for the delay, if later than 72 hours', null],
    ],
    persons: breach,
  },
  sec: {
    form8k: [
      ['Nature and scope, in their material aspects', 'nature'],
      ['Timing', 'timing'],
      ['Material impact, or what is reasonably likely, also on financial condition', null],
      ['What is not determined or not available yet', null],
    ],
    amendment: [['What was not determined or not available before', null]],
  },
};

/** The fields of one stage; none for what no authority asks for. */
export function fieldsOf(regime: RegimeId, obligation: string): readonly RegulatorField[] {
  const asked = fields[regime === 'nis2-trust' ? 'nis2' : regime];
  return asked?.[obligation] ?? [];
}
