// What became of a version after it was published: whether its files stand where the world reads them.
import type { DocumentRules } from './document-rule.ts';
import type { DocumentContext } from './document-types.ts';
import type { Effect } from './effects.ts';

/** Every version that goes out, and every later change of its standing, is brought into the tree. */
export const toTree = ({ n }: Pick<DocumentContext, 'n'>): Effect => ({
  kind: 'publish',
  document: n,
});

const nowhere = {
  drill: 'this is a drill, so it is shown in the room only',
  noDirectory: 'it is shown in the room only: the publisher has no directory (SSIRP_PUBLISHER)',
} as const;

export const publishingRules: DocumentRules<'FILED' | 'UNFILED'> = {
  FILED: {
    change: (_c, { version, url }) => ({
      set: {},
      kind: 'filed',
      did: `the files of version ${version} stand at ${url}`,
      data: { version, url },
      isSaid: true,
      tone: 'good',
    }),
  },
  UNFILED: {
    change: (_c, { version, why }) => ({
      set: {},
      kind: 'unfiled',
      did: `version ${version} has no files outside: ${nowhere[why]}`,
      data: { version, why },
      isSaid: true,
    }),
  },
};
