// The duties that come with a due time, as a table: what starts each, how long it may take, what it waits for. Whether
// one applies is for people to decide; the bot proposes, counts and reminds, and submits nothing anywhere.
import type { Basis } from './calendar.ts';

export const regimeIds = [
  'cra',
  'cra-incident',
  'nis2',
  'nis2-trust',
  'gdpr',
  'sec',
  'guidance',
  'reporter',
] as const;
export type RegimeId = (typeof regimeIds)[number];

/** What a clock counts from besides the start of its regime. */
export type Awaited =
  /** A corrective or mitigating measure is available to users. */
  | 'measure'
  /** The notification was submitted. */
  | 'notification'
  /** The incident was handled. */
  | 'handled'
  /** A high risk to persons was found. */
  | 'highRisk'
  /** Information that was missing in the filing became available. */
  | 'information';

export interface Stage {
  obligation: string;
  name: string;
  /** `start`: with the regime itself. */
  from: 'start' | Awaited;
  /** Null: without undue delay. */
  basis: Basis | null;
  /** What it counts from, in words, where that is not what its regime counts from. */
  startsWith?: string;
  /** Filing it is what others of the regime wait for. */
  starts?: Awaited;
}

export interface Regime {
  name: string;
  /** In front of the names of its clocks. */
  short: string;
  /** Where it is written. */
  source: string;
  /** What has to be so for it to apply, as a question to whoever decides. */
  trigger: string;
  /** What it counts from, in words. */
  startsWith: string;
  /** Of the law: people decide whether it applies. Our own policy runs by itself. */
  isLaw: boolean;
  stages: readonly [Stage, ...Stage[]];
  /** What whoever works with it must know. */
  notes: readonly string[];
}

const hours = (count: number): Basis => ({ unit: 'hours', count });
const month: Basis = { unit: 'calendarMonth', count: 1 };
const businessDays = (count: number): Basis => ({ unit: 'businessDays:US', count });

const platformNotes = [
  'A person submits it to the CSIRT designated as coordinator and to ENISA by the Single Reporting Platform, which has no API: EU Login with a second factor, in English. Sent to the wrong CSIRT, it has to be submitted again.',
  'The platform’s own 72 h counter is wrong: it counts 48 h from the early warning. This clock counts from awareness.',
] as const;

const earlyWarning: Stage = {
  obligation: 'earlyWarning',
  name: 'early warning',
  from: 'start',
  basis: hours(24),
};
const notification: Stage = {
  obligation: 'notification',
  name: 'notification',
  from: 'start',
  basis: hours(72),
  starts: 'notification',
};
const finalReport: Stage = {
  obligation: 'finalReport',
  name: 'final report',
  from: 'notification',
  basis: month,
};

const nis2 = {
  source: 'Directive (EU) 2022/2555 (NIS2), Article 23',
  trigger:
    'Is the incident significant: has it caused, or can it cause, severe disruption of a service or financial loss, or considerable damage to others?',
  startsWith: 'awareness of the significant incident',
  isLaw: true,
} as const;
const nis2Notes = [
  'An intermediate report is owed when the CSIRT or authority asks for it. While the incident goes on, a progress report takes the place of the final one, which is then due a month after it was handled.',
  'Recipients of the service are informed where appropriate.',
] as const;

/** Domain rule: EU CRA, NIS2, GDPR and SEC as their texts say; the last two are our policy. */
export const regimes: Record<RegimeId, Regime> = {
  cra: {
    name: 'CRA, exploited vulnerability',
    short: 'CRA',
    source: 'Regulation (EU) 2024/2847 (CRA), Article 14(1) and (2)',
    trigger:
      'Are we the manufacturer of a product with digital elements, and is there reliable evidence that its vulnerability is actively exploited? Tests in good faith are none. Older products count, too.',
    startsWith: 'awareness of the exploitation',
    isLaw: true,
    stages: [
      earlyWarning,
      notification,
      { ...finalReport, from: 'measure', basis: hours(14 * 24) },
    ],
    notes: [
      ...platformNotes,
      'The platform has no counter for the final report: it is due 14 days after a corrective or mitigating measure is available.',
      'Users are informed, too (Article 14(8)).',
    ],
  },
  'cra-incident': {
    name: 'CRA, severe incident',
    short: 'CRA incident',
    source: 'Regulation (EU) 2024/2847 (CRA), Article 14(3) to (5)',
    trigger:
      'Does the incident affect the security of a product with digital elements of ours: its ability to protect sensitive or important data or functions, or did it lead, or can it lead, to malicious code?',
    startsWith: 'awareness of the severe incident',
    isLaw: true,
    stages: [earlyWarning, notification, finalReport],
    notes: [
      ...platformNotes,
      'The final report is due one month after the notification was submitted, not after awareness.',
      'Users are informed, too (Article 14(8)).',
    ],
  },
  nis2: {
    ...nis2,
    name: 'NIS2',
    short: 'NIS2',
    stages: [earlyWarning, notification, finalReport],
    notes: [
      ...nis2Notes,
      'Trust service providers have 24 h for the notification: then this one does not apply, and nis2-trust does.',
    ],
  },
  'nis2-trust': {
    ...nis2,
    name: 'NIS2, trust services',
    short: 'NIS2 trust',
    trigger: `Are we a trust service provider? ${nis2.trigger}`,
    stages: [earlyWarning, { ...notification, basis: hours(24) }, finalReport],
    notes: nis2Notes,
  },
  gdpr: {
    name: 'GDPR',
    short: 'GDPR',
    source: 'Regulation (EU) 2016/679 (GDPR), Articles 33 and 34',
    trigger: 'Is there a breach of personal data that is likely to be a risk to persons?',
    startsWith: 'awareness with a reasonable degree of certainty',
    isLaw: true,
    stages: [
      {
        obligation: 'authority',
        name: 'notification of the authority',
        from: 'start',
        basis: hours(72),
      },
      { obligation: 'persons', name: 'information of the persons', from: 'highRisk', basis: null },
    ],
    notes: [
      'Within 72 h where feasible; later only with the reasons for the delay. Information may be given in phases.',
      'A processor informs its controller without undue delay.',
      'The persons are informed without undue delay when the risk to them is high (Article 34).',
    ],
  },
  sec: {
    name: 'SEC',
    short: 'SEC',
    source: 'Form 8-K, Item 1.05',
    trigger:
      'Has the company determined that the incident is material? It does so without unreasonable delay after discovery. What is not material may go under Item 8.01.',
    startsWith: 'the determination that it is material',
    isLaw: true,
    stages: [
      { obligation: 'form8k', name: 'Form 8-K', from: 'start', basis: businessDays(4) },
      {
        obligation: 'amendment',
        name: 'amendment of Form 8-K',
        from: 'information',
        basis: businessDays(4),
      },
    ],
    notes: [
      'Information that is not available yet is named in the filing and amended within four business days once it is.',
      'Only the Attorney General can allow a delay, of at first 30 days; asking for it does not stop the clock.',
    ],
  },
  guidance: {
    name: 'Guidance',
    short: '',
    source: 'Our policy: 24 h at levels 1 and 2, when it is decided at level 3',
    trigger: 'Is guidance for customers to be published now?',
    startsWith: 'the level, or the decision',
    isLaw: false,
    stages: [
      { obligation: 'first', name: 'first public guidance', from: 'start', basis: hours(24) },
    ],
    notes: [],
  },
  reporter: {
    name: 'Reporter',
    short: '',
    source: 'Our policy: an answer in 24 h, and news every 7 days',
    trigger: 'Does somebody wait for an answer?',
    startsWith: 'the receipt of the report',
    isLaw: false,
    stages: [
      { obligation: 'answer', name: 'answer to the reporter', from: 'start', basis: hours(24) },
      {
        obligation: 'update',
        name: 'news for the reporter',
        from: 'start',
        basis: hours(7 * 24),
        startsWith: 'the last answer',
      },
    ],
    notes: [],
  },
};

/** Throws for a stage that the regime does not have: the table changed under a stored clock. */
export function stageOf(regime: RegimeId, obligation: string): Stage {
  const stage = regimes[regime].stages.find((one) => one.obligation === obligation);
  if (stage === undefined) throw new Error(`${regime} has no ${obligation}`);
  return stage;
}

/** What a stage that begins with its regime counts from, in words. */
export function startOf(regime: RegimeId, { startsWith }: Stage): string {
  return startsWith ?? regimes[regime].startsWith;
}
