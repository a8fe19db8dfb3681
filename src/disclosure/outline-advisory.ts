// The body of an advisory: what comes before a fix, or without one. Once its bulletin is out it only points there.
import type { CaseFacts } from '#machines/document-types.ts';
import { given } from './outline-bulletin.ts';
import { caseHeading, disclosureQuestions, measures } from './outline-case.ts';
import type { Draughting, Node } from './outline-nodes.ts';
import { paragraph, under } from './outline-nodes.ts';
import {
  affectedTable,
  exploitabilityTable,
  issueTable,
  notAffectedTable,
  updateTable,
} from './outline-tables.ts';

export function advisoryBody(draughting: Draughting): Node[] {
  const { words, section, publication } = draughting;
  const { say } = words;
  const { supersededBy } = publication.document;
  if (supersededBy !== null) {
    const pointer = paragraph(say('pointer', { id: supersededBy.id }));
    return under(2, say('general'), 'general', [
      ...under(3, say('summary'), 'summary', [pointer]),
      ...under(3, say('issueReferences'), 'issues', issueTable(draughting)),
    ]);
  }
  const { facts } = publication.release;
  return [
    ...under(2, say('general'), 'general', [
      ...under(3, say('summary'), 'summary', section('summary')),
      ...under(3, say('recommendation'), 'recommendation', section('recommendation')),
      ...under(3, say('knownIssues'), 'known-issues', section('knownIssues')),
    ]),
    ...under(2, say('advisoryDetails'), 'details', [
      ...under(3, say('issueReferences'), 'issues', issueTable(draughting)),
      ...under(3, say('affectedAndNot'), 'software', [
        ...under(4, say('affected'), 'affected', affectedTable(draughting)),
        ...under(4, say('notAffected'), 'not-affected', notAffectedTable(draughting)),
      ]),
      ...under(3, say('exploitabilityIndex'), 'exploitability', exploitabilityTable(draughting)),
      ...facts.flatMap((one) => vulnerability(draughting, one)),
    ]),
    ...under(2, say('faq'), 'faq', section('faq')),
    ...under(2, say('suggestedActions'), 'actions', [
      ...section('actions'),
      ...facts.flatMap((one) => workarounds(draughting, one)),
    ]),
    ...under(2, say('updateInformation'), 'update', [
      ...under(3, say('deployment'), 'deployment', given(draughting, 'deployment')),
      ...under(3, say('updates'), 'updates', updateTable(draughting)),
    ]),
  ];
}

function vulnerability(draughting: Draughting, facts: CaseFacts): Node[] {
  const { words, section } = draughting;
  const { n } = facts;
  return under(3, caseHeading(words, facts), `case-${n}`, [
    ...section(`case/${n}/description`),
    ...measures(draughting, facts, 'mitigations'),
    ...under(4, words.say('faq'), `case-${n}-faq`, [
      ...section(`case/${n}/faq`),
      disclosureQuestions(words, facts),
    ]),
  ]);
}

function workarounds(draughting: Draughting, facts: CaseFacts): Node[] {
  const found = measures(draughting, facts, 'workarounds');
  const [first, ...rest] = found;
  if (first?.kind !== 'heading') return found;
  const text = `${first.text} – ${caseHeading(draughting.words, facts)}`;
  return [{ ...first, level: 3, text }, ...rest];
}
