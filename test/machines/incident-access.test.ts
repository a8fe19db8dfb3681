// Who can read an incident: reviews on a rhythm, people who are out, and rooms that are lost and found again.
import { describe, expect, test } from 'vitest';
import type { Level } from '#machines/incident-types.ts';
import { roomLosses } from '#machines/incident-types.ts';
import { ada, bob, cleo, hour, IncidentStory } from '../support/incident-paths.ts';

const restricted = (level: Level = 1): IncidentStory =>
  new IncidentStory({ level, visibility: 'restricted' });
const effects = ({ moment }: IncidentStory): string[] =>
  moment.step.effects.map(({ kind }) => kind);

describe('Access reviews', () => {
  test.each([
    [1, 24],
    [2, 24],
    [3, 72],
    [4, 72],
  ] as const)('at level %i come every %i hours', (level, hours) => {
    expect(restricted(level).dueIn('access')).toBe(hours * hour);
    expect(new IncidentStory({ level }).dueIn('access')).toBeUndefined();
  });

  test('look into the channel and ask whoever leads; unanswered, they ring after twice the time, at most daily', () => {
    const story = restricted().take({
      type: 'ROLE_ASSIGNED',
      role: 'crisis_lead',
      person: bob,
      by: bob,
    });
    const rings: (number | undefined)[] = [];
    const recorded: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      story.fire('access');
      expect(story.moment.step.effects.find(({ kind }) => kind === 'tell')).toMatchObject({
        person: bob,
      });
      expect(effects(story)).toContain('lookAtRoom');
      recorded.push(...story.entries);
      rings.push(story.dueIn('access'));
    }

    expect(rings).toEqual([4, 8, 16, 24, 24].map((hours) => hours * hour));
    expect(recorded).toEqual(['Who can read this incident is to be reviewed']);
    story.take({ type: 'ACCESS_REVIEWED', people: [ada, bob] });
    expect(story.context.accessReviewDueAt).toBeNull();
    expect(story.dueIn('access')).toBe(24 * hour);
  });

  test('end with the incident, which asks a last time, and begin again with it', () => {
    const story = restricted().take({ type: 'STAND_DOWN', reason: 'nothing' });
    expect([story.said, story.timers]).toEqual([['recorded', 'accessReview'], []]);

    story.take({ type: 'REOPEN', reason: 'it is back' });
    expect(story.said).toContain('accessReview');
    expect(story.dueIn('access')).toBe(24 * hour);
  });
});

describe('Whoever is removed or no longer a member of the workspace', () => {
  test.each([
    { type: 'REMOVED', person: bob, reason: 'not needed' } as const,
    { type: 'STANDING_LOST', person: bob, kind: 'guest' } as const,
  ])('belongs no longer and holds nothing: $type', (event) => {
    const story = restricted(2).take(
      { type: 'INVITED', people: [bob, cleo] },
      { type: 'ROLE_ASSIGNED', role: 'scribe', person: bob },
      { type: 'ROLE_ASSIGNED', role: 'legal', person: cleo },
      event,
    );
    expect(story.context.members).toEqual([ada, cleo]);
    expect(Object.keys(story.context.roles)).toEqual(['legal']);
    expect(story.timers).not.toContain('role.scribe');
  });
});

describe('A room', () => {
  test.each(roomLosses)(
    'that is lost (%s) is recorded once, and once more when it is back',
    (why) => {
      for (const visibility of ['open', 'private'] as const) {
        const story = new IncidentStory({ visibility }).take({
          type: 'ROOM_LOST',
          why,
          name: 'inc-1',
        });
        expect(story.entries[0]).toMatch(/^The channel inc-1 .*Nothing more is posted there/);
        // What nobody can mend is replaced; anything else is somebody's to decide.
        const isReplaced =
          why === 'deleted' || (visibility === 'private' && ['public', 'shared'].includes(why));
        expect(effects(story).includes('replaceRoom')).toBe(isReplaced);
        expect(story.refusal({ type: 'ROOM_LOST', why, name: 'inc-1' })).toEqual({
          guards: ['isNewLoss'],
        });

        story.take({ type: 'ROOM_BACK', name: 'inc-1' });
        expect(story.context.roomLost).toBeNull();
        expect(story.refusal({ type: 'ROOM_BACK', name: 'inc-1' })).toEqual({
          guards: ['isRoomLost'],
        });
      }
    },
  );

  test('is replaced on demand only while it is lost', () => {
    const story = new IncidentStory();
    const wanted = { type: 'ROOM_WANTED', reason: 'mine is gone' } as const;
    expect(story.refusal(wanted)).toEqual({ guards: ['isRoomLost'] });
    story.take({ type: 'ROOM_LOST', why: 'archived', name: 'inc-1' }, wanted);
    expect(effects(story)).toEqual(['replaceRoom']);
    story.take({
      type: 'CHANNEL_OPENED',
      name: 'inc-1-2',
      conversation: 'C2',
      url: null,
      instead: 'inc-1',
    });
    expect(story.entries).toEqual(['Channel inc-1-2 opened in place of inc-1']);
    expect(story.refusal(wanted)).toEqual({ guards: ['isRoomLost'] });
  });

  test('that is tidied away after the end is nobody’s trouble, until the incident is reopened', () => {
    const story = new IncidentStory().take(
      { type: 'STAND_DOWN', reason: 'nothing' },
      { type: 'ROOM_LOST', why: 'deleted', name: 'inc-1' },
    );
    expect(effects(story)).toEqual([]);
    story.take({ type: 'REOPEN', reason: 'it is back' });
    expect(effects(story)).toContain('replaceRoom');
  });
});
