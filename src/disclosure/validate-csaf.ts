// The mandatory tests of CSAF 2.0 on a document as it would be written. What fails one is not published.
import { mandatoryTests } from './csaf-lib.ts';
import type { Problem } from './problem.ts';

/** What is wrong, by test: `CSAF 6.1.9`, `CSAF schema`. Takes some 20 ms, the first time a second. */
export function validateCsaf(text: string, file: string): Problem[] {
  const document: unknown = JSON.parse(text);
  return mandatoryTests().flatMap(([name, test]) => {
    const { isValid, errors = [] } = test(document);
    if (isValid !== false && errors.length === 0) return [];
    const found = errors.length > 0 ? errors : [{ message: 'failed', instancePath: '' }];
    return found.map(({ message, instancePath }) => ({
      check: checkName(name),
      where: `${file} ${instancePath}`.trimEnd(),
      message,
    }));
  });
}

/** `mandatoryTest_6_1_27_9` is test 6.1.27.9 of the standard. */
function checkName(name: string): string {
  const number = /^mandatoryTest_([\d_]+)$/.exec(name)?.[1];
  return number === undefined ? 'CSAF schema' : `CSAF ${number.replaceAll('_', '.')}`;
}
