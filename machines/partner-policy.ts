// On which terms partners are told: when, and what. Tiers and days are policy after what is known of MAPP: 24 hours at
// first, three business days since 2013, two weeks for those who test the guidance; since 2025 partners whose law makes
// them report to a government get written descriptions only, and those with the release (Bloomberg, 2025-08).
import { businessDay } from './calendar.ts';
import type { CaseFacts } from './document-types.ts';
import type { IsoInstant } from './incident-types.ts';
import type {
  CaseExcerpt,
  Partner,
  PartnerText,
  PartnerTexts,
  PartnerTier,
  Piece,
} from './partner-types.ts';

/** Releases and agreements are kept to the days of Redmond. */
const zone = 'America/Los_Angeles';

export interface Terms {
  /** US business days before the release; 0: with it. */
  leadDays: number;
  pieces: readonly Piece[];
}

const written = ['summary', 'description'] as const;
const protective = [...written, 'measures', 'detection'] as const;

export const tierTerms: Record<PartnerTier, Terms> = {
  // As the advance notification: how many, how grave, in which products.
  ans: { leadDays: 3, pieces: ['summary'] },
  entry: { leadDays: 1, pieces: protective },
  standard: { leadDays: 3, pieces: [...protective, 'repro'] },
  validate: { leadDays: 10, pieces: [...protective, 'repro', 'poc'] },
};

/** What a proof of concept would show, not every vulnerability has. */
const optional: readonly PartnerText[] = ['poc'];

/** How long links to a package open it, in milliseconds: two weeks, the longest lead time. */
export const linkMs = 14 * 24 * 60 * 60_000;

type OfTerms = Pick<Partner, 'tier' | 'mustReport'>;

/** The partner's tier, unless a law makes it tell a government. */
export function termsOf({ tier, mustReport }: OfTerms): Terms {
  const { leadDays, pieces } = tierTerms[tier];
  if (!mustReport) return { leadDays, pieces };
  return { leadDays: 0, pieces: pieces.filter((piece) => written.some((one) => one === piece)) };
}

/** From when a package may go out that is about what is released at `releaseAt`: at the same time of day in Redmond. */
export function offerFrom(partner: OfTerms, releaseAt: IsoInstant): IsoInstant {
  const release = Temporal.Instant.from(releaseAt).toZonedDateTimeISO(zone);
  const day = businessDay(release.toPlainDate(), -termsOf(partner).leadDays);
  return day
    .toZonedDateTime({ timeZone: zone, plainTime: release.toPlainTime() })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}

/** Is the agreement in force? Its last day ends in Redmond. */
export function ndaHolds(ndaUntil: string, at: IsoInstant): boolean {
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate();
  return Temporal.PlainDate.compare(today, ndaUntil) <= 0;
}

/** A case as its record has it, with what was written of it for partners. */
export interface CaseMaterial {
  facts: CaseFacts;
  texts: PartnerTexts;
}

/** What the partner may have of each case. */
export function excerptsFor(partner: OfTerms, cases: readonly CaseMaterial[]): CaseExcerpt[] {
  const { pieces } = termsOf(partner);
  const has = (piece: Piece): boolean => pieces.includes(piece);
  return cases.map(({ facts, texts }) => {
    const { n, severity, cve, cwes, impact, cvss, products, publiclyDisclosed, exploited } = facts;
    const affected = products.filter(({ isAffected }) => isAffected).map(({ name }) => name);
    return {
      n,
      summary: { severity, products: affected },
      ...(has('description')
        ? { facts: { cve, cwes, impact, cvss, products, publiclyDisclosed, exploited } }
        : {}),
      ...(has('measures') && facts.measures.length > 0 ? { measures: facts.measures } : {}),
      ...Object.fromEntries(Object.entries(texts).filter(([text]) => has(text as PartnerText))),
    };
  });
}

/** What the partner is to have and nobody has written yet, by case. */
export function missingTexts(
  partner: OfTerms,
  cases: readonly CaseMaterial[],
): { n: number; text: PartnerText }[] {
  const { pieces } = termsOf(partner);
  return cases.flatMap(({ facts: { n }, texts }) =>
    pieces.flatMap((piece) => {
      if (piece === 'summary' || piece === 'measures' || optional.includes(piece)) return [];
      return texts[piece] === undefined ? [{ n, text: piece }] : [];
    }),
  );
}
