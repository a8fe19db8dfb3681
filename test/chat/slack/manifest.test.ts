// The manifest is one that Slack's schema takes, and names what the adapter really understands.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { botEvents, slackManifest } from '#src/chat/slack/manifest.ts';
import { botScopes, optionalScopes } from '#src/chat/slack/scopes.ts';

const schemaFile = new URL(
  '../../../../shared/data/slack/manifest.schema.2.0.0.json',
  import.meta.url,
);
const methodsFile = new URL(
  '../../../../shared/data/slack/slack-methods.contract.json',
  import.meta.url,
);
const exampleFile = new URL('../../../manifests/slack/manifest.json', import.meta.url);

const manifest = slackManifest({ url: 'https://ssirp.example.com' });
const forSocketMode = slackManifest({ url: undefined });
const forOAuth = slackManifest({ url: 'https://ssirp.example.com', hasOAuth: true });
const forOrganizations = slackManifest({
  url: 'https://ssirp.example.com',
  isForOrganizations: true,
});

test.skipIf(!existsSync(schemaFile))(
  "Slack's schema takes it (skipped without the schema file)",
  () => {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    const isValid = ajv.compile(schema);
    for (const made of [manifest, forSocketMode, forOAuth, forOrganizations]) {
      isValid(made);
      expect(isValid.errors).toBeNull();
    }
  },
);

test('the checked-in example is what the generator makes', () => {
  expect(JSON.parse(readFileSync(exampleFile, 'utf8'))).toEqual(manifest);
});

test('for OAuth it has the address that Slack sends people back to, for organizations their events too', () => {
  const redirect_urls = ['https://ssirp.example.com/slack/oauth_redirect'];
  expect(JSON.stringify(manifest)).not.toMatch(/redirect_urls|team_access/u);
  expect(forOAuth).toMatchObject({
    oauth_config: { redirect_urls },
    settings: { org_deploy_enabled: false },
  });
  expect(JSON.stringify(forOAuth)).not.toContain('team_access');
  expect(forOrganizations).toMatchObject({
    oauth_config: { redirect_urls },
    settings: { org_deploy_enabled: true },
  });
  expect(JSON.stringify(forOrganizations)).toMatch(/team_access_granted.*team_access_revoked/u);
});

test('every address is https and goes to the one endpoint', () => {
  const addresses = JSON.stringify(manifest).match(/https?:\/\/[^"]+/gu) ?? [];
  expect(new Set(addresses)).toEqual(new Set(['https://ssirp.example.com/slack/events']));
});

test('for Socket Mode it names no address, and is the same otherwise', () => {
  expect(JSON.stringify(forSocketMode)).not.toContain('http');
  const withoutAddresses = JSON.stringify(manifest)
    .replaceAll(/"(?:request_)?url":"[^"]+",?/gu, '')
    .replaceAll(',}', '}')
    .replace('"socket_mode_enabled":false', '"socket_mode_enabled":true');
  expect(forSocketMode).toEqual(JSON.parse(withoutAddresses));
});

test('what is optional may be declined by whoever installs the app', () => {
  const optional = optionalScopes.map(({ scope }) => scope);
  expect(manifest).toMatchObject({
    oauth_config: {
      scopes: { bot: expect.arrayContaining(optional) as unknown, bot_optional: optional },
    },
  });
});

test('Slack is asked to escape what people type', () => {
  expect(manifest).toMatchObject({
    features: { slash_commands: [{ command: '/incident', should_escape: true }] },
    settings: { org_deploy_enabled: false, socket_mode_enabled: false },
  });
});

test('every scope is one of Slack’s, asked for once, with a reason', () => {
  const scopes = botScopes.map(({ scope }) => scope);
  expect(new Set(scopes).size).toBe(scopes.length);
  for (const { scope, why, without } of botScopes) {
    expect(without.length).toBeGreaterThan(5);
    expect(scope).toMatch(/^[a-z_]+(?::[a-z.]+)?$/u);
    expect(why.length).toBeGreaterThan(5);
  }
});

test.skipIf(!existsSync(methodsFile))(
  'every scope but those of events opens a method (skipped without the contract)',
  () => {
    const methods = readFileSync(methodsFile, 'utf8');
    const ofEvents = ['commands', 'app_mentions:read'];
    const unknown = botScopes.filter(({ scope }) => !methods.includes(`"${scope}"`));
    expect(unknown.map(({ scope }) => scope)).toEqual(ofEvents);
  },
);

test('events come only with the scopes they need', () => {
  const needs = {
    app_mention: 'app_mentions:read',
    reaction_added: 'reactions:read',
    member_joined_channel: 'groups:read',
  };
  for (const [event, scope] of Object.entries(needs)) {
    expect(botEvents).toContain(event);
    expect(botScopes.map((need) => need.scope)).toContain(scope);
  }
});
