// The chart of one advisory or bulletin: drafted, reviewed, approved by two people, published, revised; superseded or
// withdrawn in the end. It outlives its incident.
import { act, drafted, initialDocument, s, writingEvents } from './document-acts.ts';
import { translationEvents } from './document-translations.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const documentChartVersion = 1;

const take = (target?: string) => ({
  guard: 'hasAllItNeeds' as const,
  actions: act,
  ...(target === undefined ? {} : { target }),
});

/** Words, updates and facts change only while authors have it. */
const writing = Object.fromEntries(writingEvents.map((type) => [type, take()])) as Record<
  (typeof writingEvents)[number],
  ReturnType<typeof take>
>;

/** Translators go on whatever its authors do, as long as it may go out once more. */
const translating = Object.fromEntries(translationEvents.map((type) => [type, take()])) as Record<
  (typeof translationEvents)[number],
  ReturnType<typeof take>
>;

/** Handed in, or approved: only authors may change it, so it goes back to them first. */
const backTo = (target: 'drafting' | 'revising') => ({
  RETURN: take(target),
  REFRESH: take(target),
});

/** Of everything that is not over. */
const live = { ...translating, WITHDRAW: take('withdrawn') };
/** Never out yet. */
const waiting = { ...live, HELD: take() };
const supersede = { SUPERSEDE: take('superseded'), SUPERSEDES: take() };

export const documentMachine = s.createMachine({
  id: 'document',
  context: ({ input }) => initialDocument(input),
  initial: 'drafting',
  entry: drafted,
  on: { MOVED: { target: '.moved', actions: act }, FILED: take(), UNFILED: take() },
  states: {
    drafting: { on: { ...writing, ...waiting, SUBMIT: take('inReview') } },
    inReview: { on: { ...waiting, ...backTo('drafting'), APPROVE: take('approved') } },
    approved: { on: { ...waiting, ...backTo('drafting'), PUBLISH: take('published') } },
    published: { on: { ...live, ...supersede, REVISE: take('revising') } },
    revising: {
      on: {
        ...writing,
        ...live,
        ...supersede,
        SUBMIT: take('revisionInReview'),
        ABANDON: take('published'),
      },
    },
    revisionInReview: {
      on: { ...live, ...supersede, ...backTo('revising'), APPROVE: take('revisionApproved') },
    },
    revisionApproved: {
      on: { ...live, ...supersede, ...backTo('revising'), PUBLISH: take('published') },
    },
    superseded: {},
    withdrawn: {},
    moved: {},
  },
});
