// The partner programme as people see it: who takes part on which terms, the link of one contact, and why not.
import type { OfferNeed } from '#machines/package-guards.ts';
import type { PackageEventType, PackageState, PartnerText } from '#machines/partner-types.ts';
import type { Outcome } from '../commands/outcome.ts';
import type { PartnerRefusal, PartnerView } from '../commands/partner-command.ts';
import { compose } from './compose.ts';
import type { Message, Rich } from './message.ts';
import { tierNames } from './partner-words.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, joined, plainRich, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { firstItems, plural, spoken, textOnly } from './view-blocks.ts';

const quoted = (text: string): string => `“${line(text, 60)}”`;

export function partnersView(partners: readonly PartnerView[], nameOf: NameOf): Message {
  if (partners.length === 0)
    return textOnly(
      rich`There is no partner programme here: whoever runs the bot names its file in ${{ code: 'SSIRP_PARTNERS' }}.`,
    );
  const items = partners.map((view): Rich => {
    const { id, name } = view.partner;
    return rich`${bold(id)} ${line(name, 80)} · ${joined(termsOf(view), ' · ')}`;
  });
  return compose(
    `${partners.length} ${plural('partner', partners.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: 'Partner programme' },
      ...firstItems(items, rich`One of them: ${cmd('partner show <partner>')}.`),
    ],
  );
}

function termsOf({ partner, isNdaOver, suspended }: PartnerView): Rich[] {
  const { tier, mustReport, ndaUntil } = partner;
  return [
    [tierNames[tier]],
    ...(mustReport ? [['written descriptions only, with the release']] : []),
    [`agreement ${isNdaOver ? 'ended' : 'until'} ${ndaUntil}`],
    ...(suspended === null ? [] : [rich`${bold('suspended')} since ${{ at: suspended.at }}`]),
  ];
}

export function partnerView(
  view: PartnerView,
  packages: readonly { incidentId: string; n: number; state: string }[],
  nameOf: NameOf,
): Message {
  const { partner, suspended } = view;
  const { id, name, contacts, hasKey } = partner;
  const facts = [
    { label: 'Terms', value: joined(termsOf(view), ' · ') },
    { label: 'Contacts', value: joined(contacts.map(richOf)) },
    { label: 'Sent as', value: [hasKey ? 'encrypted mail' : 'a link by mail'] },
    ...(suspended === null
      ? []
      : [
          {
            label: 'Suspended',
            value: rich`${{ at: suspended.at }} by ${who(suspended.by)}: ${richOf(line(suspended.reason, 300))}. To let it take part again: ${cmd(`partner resume ${id} <reason>`)}`,
          },
        ]),
    ...(packages.length === 0
      ? []
      : [
          {
            label: 'Packages',
            value: joined(
              packages.map(({ incidentId, n, state }) => [`${incidentId} package ${n}: ${state}`]),
              '; ',
            ),
          },
        ]),
  ];
  const said = facts.map(({ label, value }) => `${label}: ${plainRich(value, nameOf)}`).join('. ');
  return compose(`${id}, ${line(name, 80)}. ${said}`, [
    { kind: 'text', text: rich`${bold(id)} · ${line(name, 80)}` },
    { kind: 'facts', facts },
  ]);
}

export function standingText({
  partner,
  suspended,
  packages,
}: Extract<Outcome, { kind: 'standing' }>): Rich {
  const name = line(partner, 80);
  const of = `${packages} ${plural('package', packages)}`;
  return suspended
    ? rich`${name} is suspended. No link of it opens anything any more, and nothing is sent to it: ${of}.`
    : rich`${name} takes part again. What it was to get must be approved anew: ${of}.`;
}

export function packageLinkText({
  incidentId,
  n,
  contact,
  until,
  url,
}: Extract<Outcome, { kind: 'packageLink' }>): Rich {
  if (url === null)
    return rich`The link was shown already and is kept nowhere. Another one: ${cmd(`package ${n} link ${contact}`)}.`;
  return rich`The link to package ${String(n)} of ${incidentId} for ${richOf(contact)}, until ${{ at: until }}: ${{ code: url }}. Whoever has it can read the package, so give it to nobody else. I show it only now; that you took it is on the record.`;
}

const textNames: Record<PartnerText, string> = {
  description: 'the description',
  detection: 'the detection guidance',
  repro: 'the steps to reproduce it',
  poc: 'the proof of concept',
};

const stateNames: Record<PackageState, string> = {
  prepared: 'is to be approved first',
  approved: 'is approved and not offered yet',
  offered: 'is offered already',
  opened: 'is offered and opened already',
  suspended: 'is suspended with its partner',
  closed: 'is closed; prepare it again',
  moved: 'went on in another incident',
};

const eventNames: Partial<Record<PackageEventType, string>> = {
  PREPARE: 'prepared',
  APPROVE: 'approved',
  OFFER: 'offered',
  LINKED: 'given out as a link',
  REVOKE: 'taken back',
};

/** Answers to who asks for what cannot be, or not now. */
export const partnerRefusals: {
  [R in PartnerRefusal as R['reason']]: (refusal: R) => {
    text: Rich;
    items?: readonly Rich[];
    summary?: Rich;
  };
} = {
  unknownPartner: ({ partner, known }) => ({
    text:
      known.length === 0
        ? rich`There is no partner programme here: whoever runs the bot names its file in ${{ code: 'SSIRP_PARTNERS' }}.`
        : rich`The programme has no partner ${quoted(partner)}. It has ${line(known.join(', '), 500)}. See ${cmd('partner list')}.`,
  }),
  partnerStanding: ({ partner, isSuspended }) => ({
    text: isSuspended
      ? rich`${quoted(partner)} is suspended, so it gets nothing. See ${cmd(`partner show ${line(partner, 40)}`)}; to let it take part again: ${cmd(`partner resume ${line(partner, 40)} <reason>`)}.`
      : rich`${quoted(partner)} is not suspended. See ${cmd(`partner show ${line(partner, 40)}`)}.`,
  }),
  unknownPackage: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no package ${String(n)}. See ${cmd('packages')}.`,
  }),
  textsMissing: ({ partner, missing }) => {
    const text = rich`On the terms of ${quoted(partner)} this is still to be written; nobody but partners reads it:`;
    const items = missing
      .slice(0, 20)
      .map(
        ({ n, text: piece }) =>
          rich`case ${String(n)}: ${textNames[piece]} (${cmd(`partner ${piece} case ${n} <text>`)})`,
      );
    return { text, items, summary: rich`${text} ${joined(items, '; ')}` };
  },
  packageStale: ({ n, partner }) => ({
    text: rich`The record or the terms of the partner have changed since package ${String(n)} was prepared. Prepare it again, then have it approved: ${cmd(`partner prepare ${line(partner, 40)}`)}.`,
  }),
  notForPartners: ({ because }) => ({
    text: rich`Nothing of this incident may go to partners: ${richOf(line(because, 500))}. The label: ${cmd('tlp AMBER')}.`,
  }),
  noReleaseTime: ({ n }) => ({
    text: rich`Partners are told so long before the release, and the record does not say when that is. Decide the vehicle (${cmd('remedy <case> vehicle monthly')}), or say when: ${cmd(`package ${n} offer --release <time>`)}.`,
  }),
  noWayOut: ({ n, lacks }) => ({ text: whyNoWay(n, lacks) }),
  offerNotNow: (refusal) => ({ text: whyNoOffer(refusal) }),
  noSuchContact: ({ n, contacts }) => ({
    text: rich`Package ${String(n)} was not offered to that address. It was to ${joined(contacts.map(richOf))}.`,
  }),
  packageNotNow: ({ n, event, state, movedTo }) => ({
    text:
      movedTo === null
        ? rich`Package ${String(n)} cannot be ${eventNames[event] ?? 'changed'} now: it ${stateNames[state]}. See ${cmd(`package ${n}`)}.`
        : rich`Package ${String(n)} went on as package ${String(movedTo.n)} of ${movedTo.incidentId}: ${cmd(`${movedTo.incidentId} package ${movedTo.n}`)}.`,
  }),
};

function whyNoWay(
  n: number,
  lacks: Extract<PartnerRefusal, { reason: 'noWayOut' }>['lacks'],
): Rich {
  switch (lacks) {
    case 'drill':
      return rich`This is a drill, so package ${String(n)} is given to nobody. How it would go: ${cmd(`package ${n}`)}.`;
    case 'mail':
      return rich`I have no mail server: whoever runs the bot sets ${{ code: 'SSIRP_SMTP_URL' }} and ${{ code: 'SSIRP_MAIL_FROM' }}. Until then package ${String(n)} cannot be sent.`;
    case 'publicUrl':
      return rich`I have no address at which the partner could reach me: whoever runs the bot sets ${{ code: 'PUBLIC_URL' }}, or gives the partner’s OpenPGP key in its file, so that package ${String(n)} can be sent encrypted.`;
  }
}

function whyNoOffer({
  n,
  lacks,
  notBefore,
  ndaUntil,
}: Extract<PartnerRefusal, { reason: 'offerNotNow' }>): Rich {
  const reasons: Record<OfferNeed, Rich> = {
    content: rich`What is in it stays in the private incident that it came from. Prepare it from the cases of this one: ${cmd('partner prepare <partner>')}.`,
    nda: rich`The partner’s non-disclosure agreement ended on ${ndaUntil}, so it gets nothing. Whoever runs the bot changes the date in the file of the programme.`,
    time: rich`On the partner’s terms it may go out from ${{ at: notBefore }} on and not before. Say it again then: ${cmd(`package ${n} offer`)}.`,
    contacts: rich`The partner has no contact.`,
  };
  return joined(
    lacks.map((lack) => reasons[lack]),
    ' ',
  );
}
