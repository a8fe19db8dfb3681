// Holds our transcription of Slack's method reference against the reference, where that lies beside the project.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { genericErrors, methodContracts } from './contract.ts';

const reference = new URL(
  '../../../shared/data/slack/slack-methods.contract.json',
  import.meta.url,
);

interface ReferenceMethod {
  tier: string;
  scope: { bot?: string[] };
  required: string[];
  args: Record<string, { maxLength?: number; required_for_public?: boolean }>;
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
      expect(ours.scopes).toEqual(theirs.scope.bot ?? []);
      // Ours may leave codes out, but must not invent any.
      expect(ours.errors.filter((code) => !(code in theirs.errors))).toEqual([]);
    });
  },
);

test('a generic error is not listed again', () => {
  expect(genericErrors.has('missing_scope')).toBe(true);
  expect(genericErrors.has('channel_not_found')).toBe(false);
});
