// The app package is one that Microsoft's own schemas take, asks for no more than it says, and names what the bot
// really understands.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import appManifest from '@microsoft/app-manifest';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { appPackage } from '#src/chat/teams/app-package.ts';
import {
  messageActions,
  profiles,
  schemaVersions,
  teamsManifest,
} from '#src/chat/teams/manifest.ts';
import { consentedInChat, consentedInTeam, grantedInTenant } from '#src/chat/teams/permissions.ts';
import { verbs } from '#src/commands/grammar.ts';
import { runCli } from '../../support/process.ts';

const { AppManifestUtils } = appManifest;
const folder = new URL('../../../manifests/teams/', import.meta.url);
const example = {
  url: 'https://ssirp.example.com',
  appId: '00000000-0000-4000-8000-000000000000',
};

interface Made {
  $schema: string;
  manifestVersion: string;
  id: string;
  bots: {
    botId: string;
    supportsTargetedMessages?: boolean;
    commandLists: {
      scopes: string[];
      triggers?: string[];
      commands: { title: string; description: string }[];
    }[];
  }[];
  composeExtensions: {
    commands: { id: string; context: string[]; fetchTask: boolean; type: string }[];
  }[];
  authorization?: { permissions: { resourceSpecific: { name: string; type: string }[] } };
  webApplicationInfo?: { id: string };
}
const made = (wishes: Partial<Parameters<typeof teamsManifest>[0]> = {}): Made =>
  teamsManifest({ ...example, ...wishes }) as Made;

const combinations = schemaVersions.flatMap((schema) =>
  profiles.map((profile) => ({ schema, profile })),
);

/** What Microsoft's own validator says, from the schemas in its package. */
async function complaints(manifest: object): Promise<string[]> {
  const schema = await AppManifestUtils.fetchSchema((manifest as Made).$schema);
  return AppManifestUtils.validateAgainstSchema(manifest as never, schema);
}

describe.each(combinations)('schema $schema, profile $profile', (wishes) => {
  test("Microsoft's schema takes it", async () => {
    const manifest = made(wishes);

    expect(manifest.manifestVersion).toBe(wishes.schema);
    expect(await complaints(manifest)).toEqual([]);
  });

  test('the package opens again: its manifest and two icons, and the same bytes every time', () => {
    const zip = appPackage({ ...example, ...wishes });
    const files = unzipSync(zip);

    expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toEqual(made(wishes));
    expect(appPackage({ ...example, ...wishes })).toEqual(zip);
  });
});

test('the validator would notice a scope, a key or a name that Teams does not know', async () => {
  const manifest = made();
  expect(await complaints({ ...manifest, surprise: 1 })).not.toEqual([]);
  expect(await complaints({ ...manifest, name: { short: 'x'.repeat(31), full: 'x' } })).not.toEqual(
    [],
  );
  const [bot] = manifest.bots;
  expect(await complaints({ ...manifest, bots: [{ ...bot, scopes: ['planet'] }] })).not.toEqual([]);
});

test('the checked-in example is what the generator makes', () => {
  expect(JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'))).toEqual(made());
});

test('the minimal profile asks for no permission; the full one for each that the documents give a reason for', () => {
  expect(made().authorization).toBeUndefined();
  expect(made().webApplicationInfo).toBeUndefined();

  const full = made({ profile: 'full' });
  const asked = full.authorization?.permissions.resourceSpecific ?? [];
  expect(full.webApplicationInfo?.id).toBe(example.appId);
  expect(asked.map(({ name }) => name)).toEqual(
    [...consentedInTeam, ...consentedInChat].map(({ permission }) => permission),
  );
  expect(asked.length).toBeLessThanOrEqual(16);
  expect(new Set(asked.map(({ type }) => type))).toEqual(new Set(['Application']));
});

test('every permission has the form of its kind, a reason and a consequence', () => {
  const kinds: [typeof grantedInTenant, RegExp][] = [
    [consentedInTeam, /\.Group$/u],
    [consentedInChat, /\.Chat$/u],
    [grantedInTenant, /^(?:Chat\.Create|.+\.All)$/u],
  ];
  for (const [needs, form] of kinds) {
    for (const { permission, why, without } of needs) {
      expect(permission).toMatch(form);
      expect(why.length).toBeGreaterThan(10);
      expect(without.length).toBeGreaterThan(10);
    }
  }
});

test('what the menu offers are commands of the bot, with a sentence each', () => {
  for (const { commands } of made().bots[0]?.commandLists ?? []) {
    expect(commands.length).toBeLessThanOrEqual(12);
    for (const { title, description } of commands) {
      const [verb] = title.split(' ');
      expect(verbs.map(({ names }) => names[0])).toContain(verb);
      expect(title.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(128);
      expect(description).toMatch(/^[A-Z].+\.$/u);
    }
  }
});

test('slash commands are offered where the schema knows them, in teams and group chats', () => {
  const [bot] = made().bots;
  expect(bot?.supportsTargetedMessages).toBe(true);
  expect(bot?.commandLists).toMatchObject([
    { scopes: ['team', 'groupChat'], triggers: ['mention', 'slash'] },
    { scopes: ['personal'] },
  ]);
  expect(JSON.stringify(made({ schema: '1.25' }))).not.toMatch(/triggers|Targeted/u);
});

test('a message has the three actions, each of which opens a dialog', () => {
  const actions = made().composeExtensions[0]?.commands ?? [];
  expect(actions.map(({ id }) => id)).toEqual(Object.values(messageActions));
  for (const { context, fetchTask, type } of actions)
    expect({ context, fetchTask, type }).toEqual({
      context: ['message'],
      fetchTask: true,
      type: 'action',
    });
});

test('the icons have the sizes that Teams asks for, and the outline is white on nothing', () => {
  const color = readPng(readFileSync(new URL('color.png', folder)));
  const outline = readPng(readFileSync(new URL('outline.png', folder)));

  expect([color.width, color.height]).toEqual([192, 192]);
  expect([outline.width, outline.height]).toEqual([32, 32]);
  const shown = outline.pixels.filter(([, , , alpha]) => alpha > 0);
  expect(shown.length).toBeGreaterThan(100);
  expect(shown.length).toBeLessThan(outline.pixels.length / 2);
  expect(shown.filter(([red, green, blue]) => red + green + blue < 3 * 255)).toEqual([]);
});

describe('ssirp manifest teams', () => {
  test('writes the package that was asked for', async () => {
    const out = mkdtempSync(join(tmpdir(), 'ssirp-manifest-'));
    try {
      const file = join(out, 'app.zip');
      const named = ['--url', `${example.url}/`, '--app-id', example.appId.toUpperCase()];
      const wished = ['--profile', 'full', '--app-version', '1.2.0', '-o', file];
      const { code, output } = await runCli(['manifest', 'teams', ...named, ...wished], {});

      expect(code).toBe(0);
      expect(new Uint8Array(readFileSync(file))).toEqual(
        appPackage({ ...example, profile: 'full', version: '1.2.0' }),
      );
      expect(output).toContain('https://ssirp.example.com/api/messages');
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  test.each([
    [['--app-id', example.appId], 'https://'],
    [['--url', 'http://bot.example.com', '--app-id', example.appId], 'https://'],
    [['--url', example.url], 'MICROSOFT_APP_ID'],
    [['--url', example.url, '--app-id', 'mine'], 'Application (client) ID'],
    [['--url', example.url, '--app-id', example.appId, '--profile', 'big'], 'minimal or full'],
    [['--url', example.url, '--app-id', example.appId, '--schema', '1.2'], '1.30 or 1.25'],
    [['--url', example.url, '--app-id', example.appId, '--app-version', '2'], 'three numbers'],
    [['--url', example.url, '--socket'], 'not for teams'],
  ])('%j is refused with what is expected', async (args, hint) => {
    const { code, output } = await runCli(['manifest', 'teams', ...args], {});

    expect(code).toBe(2);
    expect(output).toContain(hint);
    expect(output).toContain('Usage: ssirp manifest');
  });
});

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** An 8-bit PNG without interlacing, read as the specification says. */
function readPng(file: Buffer): { width: number; height: number; pixels: Pixel[] } {
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const size = file[25] === 6 ? 4 : 3;
  const data: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const line = width * size;
  const bytes = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const a = x < size ? 0 : (bytes[y * line + x - size] ?? 0);
      const b = y === 0 ? 0 : (bytes[(y - 1) * line + x] ?? 0);
      const c = x < size || y === 0 ? 0 : (bytes[(y - 1) * line + x - size] ?? 0);
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter ?? 0] ?? 0;
      bytes[y * line + x] = (raw[y * (line + 1) + 1 + x] ?? 0) + guess;
    }
  }
  const pixels = Array.from({ length: width * height }, (_, index): Pixel => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = bytes.subarray(
      index * size,
      (index + 1) * size,
    );
    return [red, green, blue, alpha];
  });
  return { width, height, pixels };
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}
