// What becomes of a version after it was published: its files stand where the world reads them, or the record says why not.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '#src/disclosure/problem.ts';
import { publishCourier } from '#src/publishing/courier.ts';
import { createPress } from '#src/publishing/press.ts';
import type { Publisher } from '#src/shared/publisher.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { Core, start } from '../support/core.ts';
import { led, says } from './typed.ts';

let folder: string;
let publisher: Publisher;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-published-'));
  publisher = { ...examplePublisher, isExample: false, directory: join(folder, 'tree') };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The bot with a tree; `check` in place of the validators. */
function publishing(check: () => Problem[] = () => []): Core {
  const { directory } = publisher;
  const press =
    directory === null
      ? null
      : createPress({ directory, publisher, signer: null, now: () => start, check });
  return new Core({
    publisher,
    couriers: (store) => new Map([['publish', publishCourier({ store, publisher, press })]]),
  }).start();
}

const published = [
  'advisory draft Attacks on the VPN',
  'document 1 write summary We look into reports of attacks.',
  'document 1 write actions Close port 4433.',
  'document 1 submit',
  'document 1 approve',
  'document 1 publish',
];

const files = (): string[] =>
  existsSync(join(folder, 'tree'))
    ? readdirSync(join(folder, 'tree'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, 'tree/').length))
    : [];
const read = (path: string): string => readFileSync(join(folder, 'tree', path), 'utf8');
const uploads = (core: Core): unknown[] =>
  core.port.taken.filter(({ deed }) => deed.kind === 'upload').map(({ deed }) => deed.kind);

describe('What is published', () => {
  test('stands in the tree, linked from the list, and the record says where', async () => {
    await using core = publishing();
    const incident = led(core);

    says(core, incident, ...published);
    await core.settle();

    expect(files()).toEqual(
      expect.arrayContaining([
        'white/2026/sa26-001.json',
        'advisories/sa26-001.html',
        'advisories/sa26-001.md',
        'index.html',
        'summaries/2026-03.html',
      ]),
    );
    expect(read('advisories/sa26-001.html')).toContain('We look into reports of attacks.');
    expect(read('index.html')).toContain('https://psirt.example.com/advisories/sa26-001.html');
    expect(core.texts(incident).at(-1)).toBe(
      'Document 1 (advisory SA26-001): the files of version 1.0 stand at https://psirt.example.com/advisories/sa26-001.html',
    );
    expect(core.problems()).toEqual([]);
  });

  test('again after a revision, and says that it is withdrawn once it is', async () => {
    await using core = publishing();
    const incident = led(core);
    says(core, incident, ...published, 'document 1 revise minor Port corrected.');
    says(
      core,
      incident,
      'document 1 write actions Close port 4434.',
      'document 1 submit',
      'document 1 approve',
      'document 1 publish',
    );
    await core.settle();
    expect(read('advisories/sa26-001.html')).toContain('Close port 4434.');

    says(core, incident, 'document 1 withdraw It was no attack by Mallory.');
    await core.settle();

    expect(read('advisories/sa26-001.html')).toContain('Withdrawn');
    expect(read('white/2026/sa26-001.json')).toContain('Advisory withdrawn.');
    expect(files().map(read).join('\n')).not.toContain('Mallory');
  });

  test('that fails a check leaves nothing behind; the room and the record are told which', async () => {
    await using core = publishing(() => [
      { check: 'CSAF 6.1.9', where: 'sa26-001.json /x', message: 'm' },
    ]);
    const incident = led(core);

    says(core, incident, ...published);
    await core.settle();

    expect(files().filter((path) => path.includes('sa26'))).toEqual([]);
    expect(core.texts(incident).at(-1)).toContain('It fails CSAF 6.1.9 (sa26-001.json /x)');
  });

  test('waits for a disk that does not take it, and then goes out', async () => {
    writeFileSync(join(folder, 'tree'), 'in the way');
    await using core = publishing();
    const incident = led(core);
    says(core, incident, ...published);
    await core.settle();
    expect(core.outbox().find(({ effect }) => effect.kind === 'publish')).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining('cannot be written') as unknown,
    });

    rmSync(join(folder, 'tree'));
    await core.later({ minutes: 10 });

    expect(files()).toContain('advisories/sa26-001.html');
  });

  test('goes out though the chat is down', async () => {
    await using core = publishing();
    const incident = led(core);
    core.port.answer = () => ({ outcome: 'tenantDown', reason: 'token revoked' });

    says(core, incident, ...published);
    await core.settle();

    expect(files()).toContain('advisories/sa26-001.html');
  });
});

describe('Nothing leaves the house', () => {
  test('of a drill: it is shown in the room', async () => {
    await using core = publishing();
    const incident = led(core, { drill: true });

    says(core, incident, ...published);
    await core.settle();

    expect(files()).toEqual([]);
    expect(uploads(core)).toEqual(['upload']);
    expect(core.texts(incident).join('\n')).toContain('this is a drill');
  });

  test('where nobody has said where files are kept', async () => {
    publisher = examplePublisher;
    await using core = publishing();
    const incident = led(core);

    says(core, incident, ...published);
    await core.settle();

    expect(uploads(core)).toEqual(['upload']);
    expect(core.texts(incident).join('\n')).toContain('the publisher has no directory');
  });
});
