// Holds our transcription of Slack's method reference against the reference, where that lies beside the project.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { booleanArguments, choices, numberArguments } from './argument-types.ts';
import { genericErrors, methodContracts } from './contract.ts';

const reference = new URL(
  '../../../shared/data/slack/slack-methods.contract.json',
  import.meta.url,
);

interface ReferenceMethod {
  tier: string;
  scope: { bot?: string[]; user?: string[] };
  required: string[];
  args: Record<
    string,
    { type?: string; enum?: string[]; maxLength?: number; required_for_public?: boolean }
  >;
  errors: Record<string, string>;
}

describe.skipIf(!existsSync(reference))(
  'the transcription agrees with ../shared/data/slack (skipped where that is absent)',
  () => {
    const methods = existsSync(reference)
      ? (JSON.parse(readFileSync(reference, 'utf8')) as Record<string, ReferenceMethod>)
      : {};

    test.each([...methodContracts])('%s', (name, ours) => {
      const theirs = methods[name];
      if (!theirs) throw new Error(`the reference does not know ${name}`);
      const args = Object.entries(theirs.args);
      const required = [
        ...theirs.required,
        ...args.filter(([, about]) => about.required_for_public).map(([argument]) => argument),
      ];
      const maxLength = args.flatMap(([argument, about]) =>
        about.maxLength ? [[argument, about.maxLength]] : [],
      );

      expect(`t${ours.tier}`).toBe(theirs.tier);
      expect(new Set(ours.required)).toEqual(new Set(required));
      expect(new Set([...ours.required, ...ours.optional])).toEqual(
        new Set([...required, ...Object.keys(theirs.args)]),
      );
      expect(ours.maxLength).toEqual(Object.fromEntries(maxLength));
      const isForUsers = theirs.scope.user !== undefined && theirs.scope.bot === undefined;
      expect(ours.token === 'user').toBe(isForUsers);
      expect(ours.scopes).toEqual((isForUsers ? theirs.scope.user : theirs.scope.bot) ?? []);
      const typed = args.filter(([, about]) => about.type !== undefined);
      for (const [argument, { type = '' }] of typed) {
        const kinds = [booleanArguments.has(argument), numberArguments.has(argument)];
        const expected = [type === 'boolean', /number|integer/u.test(type)];
        expect([argument, ...kinds]).toEqual([argument, ...expected]);
      }
      for (const [argument, about] of args.filter(([, { enum: values }]) => values !== undefined))
        expect([argument, choices.get(argument)]).toEqual([argument, about.enum]);
      // Ours may leave codes out, but must not invent any.
      expect(ours.errors.filter((code) => !(code in theirs.errors))).toEqual([]);
    });
  },
);

/** `web.patient.conversations.create(` and the like: the family of methods, and the way to one. */
const calling =
  /\.(api|apps|auth|bookmarks|bots|canvases|chat|conversations|files|oauth|pins|reactions|team|usergroups|users|views)((?:\.[a-zA-Z0-9]+)+)\(/gu;
const adapter = new URL('../../src/chat/slack/', import.meta.url);

test('every method that the bot calls is transcribed', () => {
  const sources = readdirSync(adapter)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, adapter), 'utf8'));
  const called = sources.flatMap((source) =>
    [...source.matchAll(calling)].map(([, family, rest]) => `${family}${rest}`),
  );

  expect(called.length).toBeGreaterThan(15);
  expect(called.filter((method) => !methodContracts.has(method))).toEqual([]);
});

test('a generic error is not listed again', () => {
  expect(genericErrors.has('missing_scope')).toBe(true);
  expect(genericErrors.has('channel_not_found')).toBe(false);
});
