// A letter as a mail: its subject says a number and a label, and everything else is encrypted or behind the link.
import type { Letter } from '../usecases/package-mail.ts';
import { encryptedFor } from './encrypt.ts';
import { packageLabel, packageText } from './package-text.ts';

export interface Mail {
  from: string;
  to: string;
  /** The whole message, RFC 5322. */
  raw: string;
}

/** `key`: of the outbox row; the same in each try, so that a server or reader knows a repeat. */
export async function mailOf(
  letter: Letter,
  { from, key, at }: { from: string; key: string; at: string },
): Promise<Mail> {
  const { incidentId, n, contact: to } = letter;
  const { headers, body } =
    letter.how === 'link'
      ? { headers: plain, body: linkText(letter) }
      : await encrypted(letter, key);
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${packageLabel} Package ${n} of ${incidentId}`,
    `Message-ID: <${key}@${domainOf(from)}>`,
    `Date: ${dateOf(at)}`,
    'MIME-Version: 1.0',
    ...headers,
    '',
    body,
  ];
  return { from, to, raw: lines.join('\n').replaceAll('\n', '\r\n') };
}

const plain = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'];

function linkText({ url, until }: Extract<Letter, { how: 'link' }>): string {
  return `A package of the partner programme is ready for you:

${url}

The link opens it until ${until.slice(0, 16).replace('T', ' ')} UTC and is for you alone:
your copy names you, and each time it is opened is recorded.
Your non-disclosure agreement covers it. Do not pass this mail on.
`;
}

/** PGP/MIME, RFC 3156. */
async function encrypted(
  { copy, key: armored }: Extract<Letter, { how: 'encrypted' }>,
  key: string,
): Promise<{ headers: string[]; body: string }> {
  const boundary = `pgp-${key}`;
  const inside = [...plain, '', packageText(copy)].join('\r\n');
  const body = [
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    await encryptedFor(armored, inside),
    `--${boundary}--`,
    '',
  ].join('\n');
  const type = `multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`;
  return { headers: [`Content-Type: ${type}`], body };
}

/** `"SSIRP" <psirt@example.com>` or the address alone. */
function domainOf(from: string): string {
  return /@([^\s>]+)>?$/u.exec(from)?.[1] ?? 'localhost';
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** As mail writes a moment: `Tue, 10 Nov 2026 18:00:00 +0000`. */
function dateOf(at: string): string {
  const moment = Temporal.Instant.from(at).toZonedDateTimeISO('UTC');
  const { dayOfWeek, day, month, year } = moment;
  const time = moment.toPlainTime().toString({ smallestUnit: 'second' });
  return `${days[dayOfWeek - 1] ?? ''}, ${day} ${months[month - 1] ?? ''} ${year} ${time} +0000`;
}
