// Secrets at rest: only the right key and the right row open them.
import { describe, expect, test } from 'vitest';
import { choicesOf, valueFor } from '#src/shared/per-workspace.ts';
import { keyring, NotOpened } from '#src/shared/sealed.ts';

const key = (letter: string): Buffer => Buffer.alloc(32, letter);
const why = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof NotOpened) return error.why;
  }
  return 'opened';
};

describe('A sealed secret', () => {
  test('opens with its key and what it belongs to, and never looks the same twice', () => {
    const ring = keyring([key('a')]);
    const [one, two] = [1, 2].map(() => ring.seal('xoxb-tökén', 'T1'));

    expect(one).not.toBe(two);
    expect(`${one}${two}`).not.toContain('xoxb');
    expect([one, two].map((sealed) => ring.open(sealed ?? '', 'T1'))).toEqual([
      'xoxb-tökén',
      'xoxb-tökén',
    ]);
  });

  test('does not open in another row, with another key, or when a bit was changed', () => {
    const ring = keyring([key('a')]);
    const sealed = ring.seal('xoxb-token', 'T1');
    const [version = '', id = '', whole = ''] = sealed.split('.');
    const bytes = Buffer.from(whole, 'base64url');

    expect(why(() => ring.open(sealed, 'T2'))).toBe('changed');
    expect(why(() => keyring([key('b')]).open(sealed, 'T1'))).toBe('unknownKey');
    for (const at of [0, 12, bytes.length - 1]) {
      const other = Buffer.from(bytes);
      other.writeUInt8(other.readUInt8(at) ^ 1, at);
      const changed = [version, id, other.toString('base64url')].join('.');
      expect(why(() => ring.open(changed, 'T1'))).toBe('changed');
    }
    for (const broken of ['', 'xoxb-token', `${version}.${id}.`, `${version}.${id}.AAAA`])
      expect(why(() => ring.open(broken, 'T1'))).toBe('changed');
  });

  test('opens with a former key, which then says that it is to be sealed anew', () => {
    const sealed = keyring([key('a')]).seal('xoxb-token', 'T1');
    const rotated = keyring([key('b'), key('a')]);

    expect(rotated.open(sealed, 'T1')).toBe('xoxb-token');
    expect(rotated.isCurrent(sealed)).toBe(false);
    expect(rotated.isCurrent(rotated.seal('x', 'T1'))).toBe(true);
  });
});

describe('A setting for several workspaces', () => {
  test('is its own value, else that for all', () => {
    const setting = ' incidents , T1: security,T2:C0123456 ';

    expect(['T1', 'T2', 'T3'].map((team) => valueFor(setting, team))).toEqual([
      'security',
      'C0123456',
      'incidents',
    ]);
    expect(valueFor('T1:security', 'T2')).toBeUndefined();
    expect(valueFor(undefined, 'T1')).toBeUndefined();
    expect(choicesOf(' ,, ')).toEqual([]);
  });
});
