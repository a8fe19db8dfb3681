// What the use cases work with: the rules from outside the database, and one transaction.
import type { DocumentContext, Locale } from '#machines/document-types.ts';
import type { Surface } from '#machines/effects.ts';
import type { DocumentFormat, PersonId, Role } from '#machines/incident-types.ts';
import type { Partner } from '#machines/partner-types.ts';
import type { Playbook } from '#machines/playbook.ts';
import type { Db } from '#db/open.ts';
import type { Problem } from '../disclosure/problem.ts';
import type { Reading } from '../disclosure/reading.ts';
import type { Publisher } from '../shared/publisher.ts';

/** What an event needs besides the database. */
export interface Rules {
  playbook: Playbook;
  /** Fresh opaque ids for effects. */
  newId: () => string;
  /** Does this tenant have an announcement channel? */
  announces: (tenant: string) => boolean;
  /** Does the tenant's platform have this? */
  offers: (tenant: string, surface: Surface) => boolean;
  /** Whom a tenant's troubles are told to, as people of that tenant. */
  admins: (tenant: string) => readonly PersonId[];
  /** Where browsers and calendars reach this process, without a slash at the end; null where nobody has said. */
  publicUrl: string | null;
  /** Who is told before a release; `sendsMail`: there is a mail server. */
  programme: { partners: readonly Partner[]; sendsMail: boolean };
  /** IANA zones in which due times are told beside UTC, in order. */
  zones: readonly string[];
  /** Who is asked for a role in a tenant, the first on call, then deputies in their order; often nobody. */
  onCall: (tenant: string, role: Role) => readonly PersonId[];
  /** Do the people of this tenant run the process? They are shown what holds other tenants back, and no more of them. */
  runsProcess: (tenant: string) => boolean;
  /** What advisories and bulletins say of whoever publishes them. */
  publisher: Publisher;
  /** What keeps a document, as it is now, from being published in any of its formats. */
  checks: (document: DocumentContext) => Problem[];
  /** What keeps a document from being handed over in that form. */
  fileProblems: (document: DocumentContext, format: DocumentFormat, locale: Locale) => Problem[];
  /** What somebody changed in the file of a document, or what is wrong with it. */
  readDocument: (file: string, document: DocumentContext, locale: Locale) => Reading;
}

/** One transaction's work. */
export interface Work {
  tx: Db;
  now: string;
  rules: Rules;
}
