// What people say of a case beside its report, fix and embargo.
import type {
  BugBarAnswers,
  Cvss,
  Findings,
  Product,
  Severity,
  Side,
} from '#machines/assessment-types.ts';

/** Null is what was not said. */
type SaidFindings = { [F in keyof Findings]: Findings[F] | null };

/** How bad a case is and where: what both teams find, and what they settle. */
export type AssessmentCommand = { caseNumber: number } & (
  | { verb: 'bugBar'; answers: BugBarAnswers }
  | { verb: 'caseSeverity'; severity: Severity; reason: string }
  | { verb: 'caseCvss'; cvss: Cvss }
  | { verb: 'caseCwe'; cwes: string[]; isRemoval: boolean }
  | { verb: 'caseProducts'; products: Product[] }
  | { verb: 'removeProduct'; name: string }
  | ({ verb: 'assessCase'; side: Side; words: string } & SaidFindings)
  | ({ verb: 'reconcileCase'; as: Side | null; words: string } & SaidFindings)
  | { verb: 'signOffCase'; note: string }
);

/** Whose findings the form is for; `both`: what they settle. Null: the person chooses. */
export type AssessedAs = Side | 'both' | null;
