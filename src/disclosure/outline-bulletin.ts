// The body of a bulletin: what comes with a fix.
import type { CaseFacts } from '#machines/document-types.ts';
import { caseHeading, disclosureQuestions, measures } from './outline-case.ts';
import type { Draughting, Node } from './outline-nodes.ts';
import { under } from './outline-nodes.ts';
import {
  affectedTable,
  exploitabilityTable,
  issueTable,
  notAffectedTable,
  severityTable,
  updateTable,
} from './outline-tables.ts';

export function bulletinBody(draughting: Draughting): Node[] {
  const { words, section, publication } = draughting;
  const { say } = words;
  return [
    ...under(2, say('general'), 'general', [
      ...under(3, say('summary'), 'summary', section('summary')),
      ...under(3, say('recommendation'), 'recommendation', section('recommendation')),
      ...under(3, say('knownIssues'), 'known-issues', section('knownIssues')),
      ...under(3, say('affectedAndNot'), 'software', [
        ...under(4, say('affected'), 'affected', affectedTable(draughting)),
        ...under(4, say('notAffected'), 'not-affected', notAffectedTable(draughting)),
      ]),
      ...under(3, say('faq.bulletin'), 'faq', section('faq')),
    ]),
    ...under(2, say('vulnerabilityInformation'), 'vulnerabilities', [
      ...under(3, say('severityRatings'), 'severity', severityTable(draughting)),
      ...under(3, say('issueReferences'), 'issues', issueTable(draughting)),
      ...under(3, say('exploitabilityIndex'), 'exploitability', exploitabilityTable(draughting)),
      ...publication.release.facts.flatMap((facts) => vulnerability(draughting, facts)),
    ]),
    ...under(2, say('updateInformation'), 'update', [
      ...under(3, say('deployment'), 'deployment', section('deployment')),
      ...under(3, say('updates'), 'updates', updateTable(draughting)),
    ]),
    // No usual part of a bulletin; what was written is not left out.
    ...under(2, say('suggestedActions'), 'actions', given(draughting, 'actions')),
  ];
}

/** A section that its kind of document does not ask for, where somebody wrote it. */
export function given({ section }: Draughting, name: 'actions' | 'deployment'): Node[] {
  return section(name).filter((node) => node.kind === 'words' && node.text !== '');
}

function vulnerability(draughting: Draughting, facts: CaseFacts): Node[] {
  const { words, section } = draughting;
  const { n } = facts;
  return under(3, caseHeading(words, facts), `case-${n}`, [
    ...section(`case/${n}/description`),
    ...measures(draughting, facts, 'mitigations'),
    ...measures(draughting, facts, 'workarounds'),
    ...under(4, words.say('faq'), `case-${n}-faq`, [
      ...section(`case/${n}/faq`),
      disclosureQuestions(words, facts),
    ]),
  ]);
}
