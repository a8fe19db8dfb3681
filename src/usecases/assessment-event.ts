// Commands that assess a case, as events of its chart.
import type { AssessmentEvent } from '#machines/assessment-types.ts';
import { bugBar } from '#machines/bug-bar.ts';
import type { AssessmentCommand } from '../commands/investigation-command.ts';

export function assessmentEvent(command: AssessmentCommand): AssessmentEvent {
  switch (command.verb) {
    case 'bugBar':
      return { type: 'BUG_BAR', bugBar: bugBar(command.answers) };
    case 'caseSeverity':
      return { type: 'SEVERITY', severity: command.severity, reason: command.reason };
    case 'caseCvss':
      return { type: 'CVSS', cvss: command.cvss };
    case 'caseCwe':
      return { type: 'CWE', cwes: command.cwes, isRemoval: command.isRemoval };
    case 'caseProducts':
      return { type: 'PRODUCTS', products: command.products };
    case 'removeProduct':
      return { type: 'PRODUCT_REMOVED', name: command.name };
    case 'assessCase': {
      const { side, severity, cvss, products, words } = command;
      return { type: 'ASSESS', side, severity, cvss, products, words };
    }
    case 'reconcileCase': {
      const { as, severity, cvss, products, words } = command;
      return { type: 'RECONCILE', as, severity, cvss, products, words };
    }
    case 'signOffCase':
      return { type: 'SIGN_OFF', note: command.note };
  }
}
