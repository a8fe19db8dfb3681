// The on-call order as it is written, and what is said of each mistake in it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#src/config.ts';
import { loadOnCall, OnCallProblem, parseOnCall } from '#src/oncall-file.ts';
import { startOnCall } from '#src/oncall-start.ts';
import { openStore } from '#db/open.ts';
import { openLog } from '#src/shared/log.ts';

const entra = '01234567-89AB-cdef-0123-456789abcdef';
const people = '11111111-2222-3333-4444-555555555555';
const good = `
schema: ssirp-oncall/1
roles:
  crisis_lead: [U02DEF, T09XYZ:U03GHI, ada, ${people}]
  legal: [U04JKL]
tenants:
  T01ABC:
    legal: [U05MNO, T01ABC:U06PQR]
  ${entra}:
    crisis_lead: [${people}]
`;

/** As editors and CI check it. */
const fits = new Ajv({ strict: false }).compile(
  JSON.parse(
    readFileSync(fileURLToPath(new URL('../docs/oncall.schema.json', import.meta.url)), 'utf8'),
  ) as object,
);

describe('The on-call order', () => {
  test('names for a tenant the people of its platform, by its own list or that for all', () => {
    const read = parseOnCall(good, 'oncall.yaml');
    if (!read.ok) throw new Error(read.error);
    const { of, tenants } = read.value;

    expect(of('slack:T01ABC', 'crisis_lead')).toEqual([
      'slack:T01ABC:U02DEF',
      'slack:T09XYZ:U03GHI',
    ]);
    expect(of('slack:T01ABC', 'legal')).toEqual(['slack:T01ABC:U05MNO', 'slack:T01ABC:U06PQR']);
    expect(of('slack:T02', 'legal')).toEqual(['slack:T02:U04JKL']);
    expect(of('console:local', 'crisis_lead')).toEqual([
      'slack:T09XYZ:U03GHI',
      'console:local:ada',
    ]);
    expect(of(`teams:${entra.toLowerCase()}`, 'crisis_lead')).toEqual([
      `teams:${entra.toLowerCase()}:${people}`,
    ]);
    expect(of('slack:T01ABC', 'scribe')).toEqual([]);
    expect(tenants).toEqual(['slack:T01ABC', `teams:${entra.toLowerCase()}`, 'slack:T09XYZ']);
    expect(fits(parse(good))).toBe(true);
  });

  test.each([
    ['no schema', 'roles: { legal: [U1] }', /schema/],
    ['nothing in it', 'schema: ssirp-oncall/1', /needs roles/],
    ['a role that there is not', 'schema: ssirp-oncall/1\nroles:\n  boss: [U1]', /x\.yaml:3/],
    [
      'nobody',
      'schema: ssirp-oncall/1\nroles:\n  legal: []',
      /x\.yaml:3: roles\.legal: must not be empty/,
    ],
    ['somebody twice', 'schema: ssirp-oncall/1\nroles:\n  legal: [U1, U1]', /names somebody twice/],
    [
      'no person',
      'schema: ssirp-oncall/1\nroles:\n  legal:\n    - "@bob"',
      /x\.yaml:4.*must be a person/,
    ],
    ['no tenant', 'schema: ssirp-oncall/1\ntenants:\n  acme:\n    legal: [U1]', /x\.yaml:3/],
  ])('with %s is refused, here and by the schema', (_what, yaml, says) => {
    const read = parseOnCall(yaml, 'x.yaml');

    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.error).toMatch(says);
    expect(fits(parse(yaml))).toBe(false);
  });

  test('that names a platform which is not connected stops the start, and so does no file', () => {
    const read = readConfig({ SSIRP_ONCALL: '/nowhere/oncall.yaml' });
    if (!read.ok) throw new Error(read.problems.join());
    using store = openStore(':memory:');
    const start = (onCall: string) => () =>
      startOnCall({
        config: { ...read.config, onCall },
        secrets: read.secrets,
        store,
        log: openLog('silent'),
      });

    expect(start('/nowhere/oncall.yaml')).toThrow(new OnCallProblem('There is no such file.'));
    const slackOnly = fileURLToPath(new URL('fixtures/oncall-slack.yaml', import.meta.url));
    expect(loadOnCall(slackOnly).tenants).toEqual(['slack:T01ABC']);
    expect(start(slackOnly)).toThrow(/names a Slack workspace, and Slack is not connected/);
  });
});
