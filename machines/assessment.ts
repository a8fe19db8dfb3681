// How a case is assessed: bug bar, CVSS, products, by both teams apart; what they settle, and the technical sign-off.
// That two teams assess each case and then compare is Microsoft's practice; see severity rating system and SDL bug bar.
import type {
  Assessment,
  AssessmentEvent,
  BugBarAnswers,
  Cvss,
  Finding,
  Findings,
  Product,
} from './assessment-types.ts';
import { sides } from './assessment-types.ts';
import type { InvestigationRules, Of } from './investigation-rule.ts';
import { withoutVex } from './vex.ts';

export const assessmentRules: InvestigationRules<AssessmentEvent> = {
  BUG_BAR: {
    change: (_now, { bugBar, at, by }) => ({
      set: { bugBar: { ...bugBar, at, by } },
      kind: 'bugBar',
      did: `the bug bar proposes ${bugBar.proposed}: ${answersOf(bugBar)}`,
      data: { ...bugBar },
    }),
  },
  SEVERITY: {
    change: (now, { severity, reason, at, by }) => {
      const { severity: old, bugBar } = now;
      const against =
        bugBar === undefined || bugBar.proposed === severity
          ? ''
          : `, where the bug bar proposes ${bugBar.proposed}`;
      return {
        set: {
          severity: { is: severity, reason, at, by },
          ...(old?.is === severity ? {} : revised(now, 'severity')),
        },
        kind: 'severity',
        did: `severity ${severity}${inPlaceOf(old?.is, severity)}${against}: ${reason}`,
        data: { from: old?.is ?? null, to: severity, bugBar: bugBar?.proposed ?? null },
        tone: severity === 'critical' ? 'warning' : 'normal',
        ...(old?.is === severity ? {} : { reopens: 'reconciliation' }),
      };
    },
  },
  CVSS: {
    needs: { isOtherScore: ({ cvss }, e) => cvss?.vector !== e.cvss.vector },
    change: (now, { cvss, at, by }) => ({
      set: { cvss: { ...cvss, at, by }, ...revised(now, 'cvss') },
      kind: 'cvss',
      did: `${scoreOf(cvss)}${now.cvss === undefined ? '' : `, in place of ${scoreOf(now.cvss)}`}`,
      data: { ...cvss, from: now.cvss?.vector ?? null },
      reopens: 'reconciliation',
    }),
  },
  CWE: {
    needs: {
      isOtherClass: ({ cwes = [] }, e) => e.cwes.some((cwe) => cwes.includes(cwe) === e.isRemoval),
    },
    change: ({ cwes: old = [] }, { cwes, isRemoval }) => {
      const others = old.filter((cwe) => !cwes.includes(cwe));
      return {
        set: { cwes: isRemoval ? others : [...others, ...cwes] },
        kind: 'cwe',
        did: `${isRemoval ? 'not ' : ''}${cwes.join(', ')}`,
        data: { cwes, isRemoval },
        reopens: 'signOff',
      };
    },
  },
  PRODUCTS: {
    change: (now, { products: said }) => ({
      set: {
        products: said.reduce(withProduct, now.products ?? []),
        ...revised(now, 'products'),
      },
      kind: 'products',
      did: productsOf(said),
      data: { products: said },
      reopens: 'reconciliation',
    }),
  },
  PRODUCT_REMOVED: {
    needs: {
      isListed: ({ products = [], vex = [] }, e) =>
        products.some(isNamed(e.name)) ||
        vex.some(({ product: name }) => isNamed(e.name)({ name })),
    },
    change: (now, { name }) => ({
      set: {
        products: (now.products ?? []).filter((product) => !isNamed(name)(product)),
        vex: withoutVex(now, name),
        ...revised(now, 'products'),
      },
      kind: 'products',
      did: `${name} is no longer on the list of products`,
      data: { removed: name },
      reopens: 'reconciliation',
    }),
  },
  ASSESS: {
    needs: { isComplete: (now, event) => findingsOf(now, event) !== null },
    change: (now, event) => {
      const { side, words, at, by } = event;
      const found = findingsOf(now, event);
      if (found === null) throw new Error('nothing was found');
      const { severity, cvss, products } = found;
      const assessments = { ...now.assessments, [side]: { ...found, words, at, by } };
      const differ = differencesOf({ assessments });
      const compared =
        differ.length === 0
          ? ''
          : ` — the sides differ in ${differ.map((f) => names[f]).join(', ')}`;
      return {
        set: { assessments, revised: [] },
        kind: 'assessed',
        did: `the ${side} team finds ${severity}, ${scoreOf(cvss)}, ${productsOf(products)}${words === '' ? '' : `: ${words}`}${compared}`,
        data: { side, severity, cvss: cvss.vector, products, differ },
        tone: differ.length === 0 ? 'normal' : 'warning',
        reopens: 'reconciliation',
      };
    },
  },
  RECONCILE: {
    needs: {
      areBothHeard: ({ assessments = {} }) =>
        sides.every((side) => assessments[side] !== undefined),
      isChosen: (now, event) => settled(now, event) !== null,
    },
    change: (now, event) => {
      const found = settled(now, event);
      if (found === null) throw new Error('nothing was chosen');
      const { words, at, by } = event;
      const { severity, cvss, products } = found;
      const isSame = now.severity?.is === severity;
      return {
        set: {
          severity: isSame && now.severity ? now.severity : { is: severity, reason: words, at, by },
          cvss: now.cvss?.vector === cvss.vector ? now.cvss : { ...cvss, at, by },
          products,
          reconciled: { words, at, by },
          revised: [],
        },
        kind: 'reconciled',
        did: `both teams agree on ${severity}, ${scoreOf(cvss)}, ${productsOf(products)}: ${words}`,
        data: { severity, cvss: cvss.vector, products, differed: differencesOf(now) },
        tone: 'good',
        reopens: 'signOff',
      };
    },
  },
  SIGN_OFF: {
    needs: {
      isReconciled: ({ reconciled = null }) => reconciled !== null,
      isToSignOff: ({ signedOff = null }) => signedOff === null,
    },
    change: (_now, { note, at, by }) => ({
      set: { signedOff: { note, at, by } },
      kind: 'signedOff',
      did: `technical sign-off by <@${by}>${note === '' ? '' : `: ${note}`}`,
      tone: 'good',
    }),
  },
};

function revised({ revised: before = [] }: Assessment, finding: Finding): { revised: Finding[] } {
  return { revised: [...new Set([...before, finding])] };
}

/** What one side finds: what it says, else what stands for the case; null while neither names each finding. */
function findingsOf(now: Assessment, said: Of<'ASSESS'>): Findings | null {
  return complete({
    severity: said.severity ?? now.severity?.is,
    cvss: said.cvss ?? now.cvss,
    products: said.products ?? now.products,
  });
}

/** What both sides settle on; null while they differ in something that nobody chose. */
function settled(now: Assessment, said: Of<'RECONCILE'>): Findings | null {
  const { assessments = {}, revised: anew = [] } = now;
  const differ = differencesOf(now);
  const chosen = <F extends Finding>(finding: F, standing: Findings[F] | undefined) => {
    if (said[finding] !== null) return said[finding];
    if (said.as !== null) return assessments[said.as]?.[finding];
    if (anew.includes(finding)) return standing;
    return differ.includes(finding) ? undefined : assessments.response?.[finding];
  };
  return complete({
    severity: chosen('severity', now.severity?.is),
    cvss: chosen('cvss', now.cvss),
    products: chosen('products', now.products),
  });
}

function complete({
  severity,
  cvss,
  products = [],
}: { [F in Finding]: Findings[F] | undefined }): Findings | null {
  if (severity === undefined || cvss === undefined) return null;
  if (!products.some(({ isAffected }) => isAffected)) return null;
  const { version, vector, score, base, severity: word } = cvss;
  return { severity, cvss: { version, vector, score, base, severity: word }, products };
}

/** In what the two sides differ; empty while one of them has not been heard. */
export function differencesOf({ assessments = {} }: Assessment): Finding[] {
  const { response, product } = assessments;
  if (response === undefined || product === undefined) return [];
  return [
    ...(response.severity === product.severity ? [] : (['severity'] as const)),
    ...(response.cvss.vector === product.cvss.vector ? [] : (['cvss'] as const)),
    ...(listed(response.products) === listed(product.products) ? [] : (['products'] as const)),
  ];
}

const names: Record<Finding, string> = {
  severity: 'severity',
  cvss: 'CVSS',
  products: 'products',
};

/** The same whatever the order and the case in which it was said. */
function listed(products: readonly Product[]): string {
  return products
    .map(({ name, versions, isAffected }) => `${isAffected} ${name}: ${versions.toSorted().join()}`)
    .toSorted()
    .join('\n')
    .toLowerCase();
}

const isNamed =
  (wanted: string) =>
  ({ name }: Pick<Product, 'name'>): boolean =>
    name.toLowerCase() === wanted.toLowerCase();

/** The last word counts: versions that were on the other list are not any more. */
function withProduct(products: readonly Product[], said: Product): Product[] {
  const { name, versions, isAffected } = said;
  return [
    ...products.flatMap((product): Product[] => {
      if (!isNamed(name)(product)) return [product];
      if (product.isAffected === isAffected) return [];
      const left = product.versions.filter((version) => !versions.includes(version));
      return versions.length === 0 || left.length === 0 ? [] : [{ ...product, versions: left }];
    }),
    said.versions.length === 0 ? said : { ...said, versions: allVersions(products, said) },
  ];
}

function allVersions(products: readonly Product[], { name, versions, isAffected }: Product) {
  const before = products.find((one) => isNamed(name)(one) && one.isAffected === isAffected);
  return [...new Set([...(before?.versions ?? []), ...versions])];
}

function inPlaceOf(old: string | undefined, now: string): string {
  return old === undefined || old === now ? '' : ` in place of ${old}`;
}

/** `CVSS 9.8 critical (CVSS:3.1/AV:N/…)` */
function scoreOf({ score, severity, vector }: Cvss): string {
  return `CVSS ${score.toFixed(1)} ${severity} (${vector})`;
}

/** `affected: VPN 4.2, 4.3; Portal, all versions` and likewise for what is not. */
function productsOf(products: readonly Product[]): string {
  const list = (isAffected: boolean, word: string): string[] => {
    const of = products.filter((product) => product.isAffected === isAffected);
    const each = of.map(({ name, versions }) =>
      versions.length === 0 ? `${name}, all versions` : `${name} ${versions.join(', ')}`,
    );
    return each.length === 0 ? [] : [`${word}: ${each.join('; ')}`];
  };
  return [...list(true, 'affected'), ...list(false, 'not affected')].join('; ');
}

function answersOf(answers: BugBarAnswers): string {
  const { pivot, threat, access, interaction, scenario, extent } = answers;
  return [pivot, threat, access, interaction, scenario, extent].join(' ');
}
