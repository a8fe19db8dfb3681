// The library of the CSAF validator, loaded when it is first needed: it compiles dozens of schemas, which takes a second
// that a start without documents need not spend. Its tests are those of CSAF 2.0, section 6.1, written by the BSI.
import { createRequire } from 'node:module';

export interface Verdict {
  isValid?: boolean;
  errors?: { message: string; instancePath: string }[];
}

/** Every test of the mandatory set is synchronous. */
export type MandatoryTest = (document: unknown) => Verdict;

interface Load {
  (id: '@secvisogram/csaf-validator-lib/basic.js'): Record<string, MandatoryTest>;
  (id: '@secvisogram/csaf-validator-lib/cwe.js'): { weaknesses: { id: string; name: string }[] };
}

const load: Load = createRequire(import.meta.url);

/** Schema and tests 6.1.1 to 6.1.33, by the names that the library gives them. */
export function mandatoryTests(): [name: string, test: MandatoryTest][] {
  return Object.entries(load('@secvisogram/csaf-validator-lib/basic.js'));
}

/** The name of a weakness as MITRE's catalogue has it; of one that it has not, the id, which the validator refuses. */
export function cweName(id: string): string {
  const { weaknesses } = load('@secvisogram/csaf-validator-lib/cwe.js');
  return weaknesses.find((one) => one.id === id)?.name ?? id;
}
