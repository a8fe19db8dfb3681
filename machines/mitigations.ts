// What customers can do before there is a fix, as Microsoft's bulletins tell it apart, whether it was tested, and
// whether somebody looked for more of the same vulnerability.
import type { IsoInstant, PersonId } from './incident-types.ts';

/**
 * A mitigation is a setting, common configuration or best practice, in a default state, that could reduce the severity.
 * A workaround is a change of configuration that does not correct the vulnerability but blocks known attack vectors.
 */
export const measureKinds = ['mitigation', 'workaround'] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** On one product and version; the last test of a product counts. */
export interface MeasureTest {
  product: string;
  works: boolean;
  /** What else it does, as people write it; empty when nothing was seen. */
  sideEffects: string;
  at: IsoInstant;
  by: PersonId;
}

export interface Measure {
  /** Its number among the mitigations and workarounds of the case. */
  m: number;
  kind: MeasureKind;
  text: string;
  tests: MeasureTest[];
  at: IsoInstant;
  by: PersonId;
}

/** What was said in words, by whom and when. */
export interface Statement {
  text: string;
  at: IsoInstant;
  by: PersonId;
}

const sameProduct = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** The last test of each product, in the order in which the products were first tested. */
export function lastTests({ tests }: Pick<Measure, 'tests'>): MeasureTest[] {
  return tests
    .filter(
      ({ product }, index) => tests.findIndex((one) => sameProduct(one.product, product)) === index,
    )
    .map(({ product }) =>
      tests.findLast((one) => sameProduct(one.product, product)),
    ) as MeasureTest[];
}

/** Did it work on at least one product, by the last test there? */
export function isProven(measure: Pick<Measure, 'tests'>): boolean {
  return lastTests(measure).some(({ works }) => works);
}
