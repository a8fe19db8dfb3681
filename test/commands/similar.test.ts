// Which titles are taken for the same incident, and which are not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSimilar } from '#src/commands/similar.ts';

describe('Two titles mean the same incident', () => {
  test.each([
    ['Exchange zero-day', 'Exchange zero-day'],
    ['Exchange zero-day', 'exchange 0day!'],
    ['Exchange zero-day', 'Zero day in Exchange Server'],
    ['Exchange zero-day', 'Exchange zero-day exploited in the wild'],
    ['Exchange zero-day', 'Exchnage zero-day'],
    ['Token theft', 'Token thefts in production'],
    ['Remote code execution in Contoso VPN', 'RCE Contoso VPN'],
    ['Remote code execution in Contoso VPN', 'Contoso VPN: remote code execution'],
    ['CVE-2026-21345', 'Mail gateway under attack (CVE-2026-21345)'],
    ['cve 2026 021345', 'CVE-2026-21345 in the parser'],
    ['Supplier breach at Contoso', 'Contoso (supplier) was hacked'],
    ['Mail servers down', 'Mail server outage'],
    ['Payment page down', 'payment page is down'],
    ['SQL injection in the billing portal', 'Billing portal SQLi'],
    ['Störung im Rechenzentrum München', 'Storung Rechenzentrum Munchen'],
    ['供应商泄露', '供应商泄露'],
  ])('%s · %s', (one, other) => {
    expect(isSimilar(one, other)).toBe(true);
    expect(isSimilar(other, one)).toBe(true);
  });
});

describe('Two titles mean two incidents', () => {
  test.each([
    ['Exchange zero-day', 'Exchange certificate expiry'],
    ['Exchange zero-day', 'Outlook zero-day'],
    ['Exchange zero-day', 'Phishing wave against finance'],
    ['CVE-2026-21345 in Exchange', 'CVE-2026-21346 in Exchange'],
    ['Remote code execution in Contoso VPN', 'Remote code execution in Fabrikam VPN'],
    ['Remote code execution in Contoso VPN 4.2', 'Remote code execution in Contoso VPN 5.0'],
    ['web01 compromised', 'web02 compromised'],
    ['Token theft', 'Laptop theft'],
    ['Ransomware in Lyon', 'Ransomware in Oslo'],
    ['Security incident', 'Security issue in the payroll export'],
    ['Customer data leak', 'Customer portal outage'],
    ['Supplier breach at Contoso', 'Supplier breach at Fabrikam'],
    ['Cat', 'Cap'],
    ['供应商泄露', '邮件中断'],
    ['!!!', '???x'],
  ])('%s · %s', (one, other) => {
    expect(isSimilar(one, other)).toBe(false);
    expect(isSimilar(other, one)).toBe(false);
  });
});

test('every title is like itself, whatever the order of two, and nothing takes long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 150 }), fc.string(), (one, other) => {
      expect(isSimilar(one, one)).toBe(true);
      expect(isSimilar(one, other)).toBe(isSimilar(other, one));
    }),
  );
});
