// What is written about a case for partners alone. Their words stand in the journal and in packages, never in the room:
// what helps to build a protection helps to build an exploit.
import type { InvestigationRules } from './investigation-rule.ts';
import type { PartnerText, PartnerWritingEvent } from './partner-types.ts';

const names: Record<PartnerText, string> = {
  description: 'the description',
  detection: 'the detection guidance',
  repro: 'the steps to reproduce it',
  poc: 'the proof of concept',
};

export const partnerWritingRules: InvestigationRules<PartnerWritingEvent> = {
  PARTNER_TEXT: {
    change: ({ forPartners = {} }, { text, words }) => ({
      set: { forPartners: { ...forPartners, [text]: words } },
      kind: 'partnerText',
      did: `${names[text]} for partners ${text === 'repro' ? 'were' : 'was'} ${forPartners[text] === undefined ? 'written' : 'written anew'}`,
      data: { text },
    }),
  },
};
