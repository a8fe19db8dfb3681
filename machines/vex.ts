// What VEX says of a product: that it is still looked at, or why it is not affected.
import type { InvestigationRules } from './investigation-rule.ts';
import type { Investigation } from './investigation-types.ts';
import type { VexEvent, VexStatement } from './vex-types.ts';

export const vexRules: InvestigationRules<VexEvent> = {
  VEX: {
    needs: {
      isUnaffected: ({ products = [] }, { statement: { product, says } }) =>
        says === 'under_investigation' ||
        products.some(({ name, isAffected }) => !isAffected && isSame(name, product)),
      isUndecided: ({ products = [] }, { statement: { product, says } }) =>
        says !== 'under_investigation' || !products.some(({ name }) => isSame(name, product)),
      isOtherStatement: ({ vex = [] }, { statement }) =>
        !vex.some((one) => JSON.stringify(one) === JSON.stringify(statement)),
    },
    change: (now, { statement }) => ({
      set: { vex: [...withoutVex(now, statement.product), statement] },
      kind: 'vex',
      did: vexWords(statement),
      data: { ...statement },
      reopens: 'signOff',
    }),
  },
};

/** The statements that fit what the list of products says: that has the last word. */
export function standingVex({
  products = [],
  vex = [],
}: Pick<Investigation, 'products' | 'vex'>): VexStatement[] {
  return vex.filter(({ product, says }) => {
    const listed = products.filter(({ name }) => isSame(name, product));
    return says === 'under_investigation'
      ? listed.length === 0
      : listed.some(({ isAffected }) => !isAffected);
  });
}

/** All but what is said of one product. */
export function withoutVex({ vex = [] }: Pick<Investigation, 'vex'>, of: string): VexStatement[] {
  return vex.filter(({ product }) => !isSame(product, of));
}

function vexWords({ product, versions, says }: VexStatement): string {
  if (says !== 'under_investigation')
    return `${product} is not affected: ${says.replaceAll('_', ' ')}`;
  return `${[product, versions.join(', ')].filter((one) => one !== '').join(' ')} is under investigation`;
}

/** Products go by their name, in whatever case it is typed. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
