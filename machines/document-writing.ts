// What authors change in a document: words, impact, updates, label, and the facts anew. Each is another edition.
import { mention } from './entries.ts';
import { sectionName } from './document-entries.ts';
import { affectedOf, isSame, sectionsOf, staleCases, withImpacts } from './document-gaps.ts';
import type { DocumentRules } from './document-rule.ts';
import type { DocumentContext } from './document-types.ts';

/** What was approved or translated was of the edition before. */
const nextEdition = ({ edition }: DocumentContext): Pick<DocumentContext, 'edition'> => ({
  edition: edition + 1,
});

type WritingEvent = 'WRITE' | 'IMPACT' | 'UPDATE' | 'UPDATE_REMOVED' | 'LABEL' | 'REFRESH';

export const writingRules: DocumentRules<WritingEvent> = {
  WRITE: {
    needs: {
      isSectionOf: (c, { section }) => sectionsOf(c).includes(section),
      isOther: (c, { section, text }) => (c.texts[section] ?? '') !== text,
    },
    change: (c, { section, text }) => {
      const { [section]: _before, ...others } = c.texts;
      return {
        set: { texts: text === '' ? others : { ...others, [section]: text }, ...nextEdition(c) },
        kind: 'written',
        did: text === '' ? `${sectionName(section)} removed` : `${sectionName(section)} written`,
        data: { section },
      };
    },
  },
  IMPACT: {
    needs: {
      isKnownCase: (c, { caseNumber }) => c.cases.includes(caseNumber),
      isOther: (c, { caseNumber, impact }) => c.impacts[String(caseNumber)] !== impact,
    },
    change: (c, { caseNumber, impact }) => {
      const impacts = { ...c.impacts, [String(caseNumber)]: impact };
      return {
        set: { impacts, facts: withImpacts(c.facts, impacts), ...nextEdition(c) },
        kind: 'impact',
        did: `the impact of case ${caseNumber} is ${impact.replaceAll('-', ' ')}`,
        data: { case: caseNumber, impact },
      };
    },
  },
  UPDATE: {
    needs: {
      isAffected: (c, { update }) => affectedOf(c).some((name) => isSame(name, update.product)),
      isOther: (c, { update }) =>
        !c.updates.some((known) => JSON.stringify(known) === JSON.stringify(update)),
    },
    change: (c, { update }) => {
      const product = affectedOf(c).find((name) => isSame(name, update.product)) ?? update.product;
      const others = c.updates.filter((known) => !isSame(known.product, product));
      return {
        set: { updates: [...others, { ...update, product }], ...nextEdition(c) },
        kind: 'update',
        did: `the update of ${product} is ${update.fixedVersion}`,
        data: { product, fixedVersion: update.fixedVersion },
      };
    },
  },
  UPDATE_REMOVED: {
    needs: {
      isListed: (c, { product }) => c.updates.some((known) => isSame(known.product, product)),
    },
    change: (c, { product }) => ({
      set: {
        updates: c.updates.filter((known) => !isSame(known.product, product)),
        ...nextEdition(c),
      },
      kind: 'update',
      did: `the update of ${product} is taken out`,
      data: { product, fixedVersion: null },
    }),
  },
  LABEL: {
    needs: { isOther: (c, { tlp }) => c.tlp !== tlp },
    change: (c, { tlp }) => ({
      set: { tlp, ...nextEdition(c) },
      kind: 'label',
      did: `TLP:${tlp} (before: TLP:${c.tlp})`,
      data: { tlp },
    }),
  },
  REFRESH: {
    needs: { isOther: (c, { facts }) => staleCases(c, facts).length > 0 },
    change: (c, { facts, by }) => {
      const stale = staleCases(c, facts);
      const changed = stale.map(({ n, what }) => `case ${n} (${what.join(', ')})`).join('; ');
      return {
        set: { facts: withImpacts(facts, c.impacts), ...nextEdition(c) },
        kind: 'refreshed',
        did: `${mention(by)} took over from the record: ${changed}`,
        data: { stale },
      };
    },
  },
};
