// The OSV schema (ossf.github.io/osv-schema) as far as it is written here.
import { z } from 'zod';

const text = z.string().min(1);
const instant = z.iso.datetime();

const affected = z.strictObject({
  versions: z.array(text).optional(),
  ranges: z
    .array(
      z.strictObject({
        type: z.literal('SEMVER'),
        events: z.tuple([
          z.strictObject({ introduced: z.literal('0') }),
          z.strictObject({ fixed: text }),
        ]),
      }),
    )
    .optional(),
  database_specific: z.strictObject({
    vendor: text,
    product: text,
    fixed_versions: z.array(text).optional(),
  }),
});

export const osv = z.strictObject({
  schema_version: z.literal('1.6.0'),
  id: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
  published: instant,
  modified: instant,
  related: z.array(text).optional(),
  summary: text.max(256).optional(),
  details: text.optional(),
  severity: z
    .array(z.strictObject({ type: z.enum(['CVSS_V2', 'CVSS_V3', 'CVSS_V4']), score: text }))
    .optional(),
  affected: z.array(affected).optional(),
  references: z.array(
    z.strictObject({
      type: z.enum(['ADVISORY', 'FIX', 'WEB']),
      url: z.url({ protocol: /^https?$/ }),
    }),
  ),
  database_specific: z.strictObject({
    cwe_ids: z.array(text).optional(),
    severity: text.optional(),
  }),
});

export type Osv = z.infer<typeof osv>;
