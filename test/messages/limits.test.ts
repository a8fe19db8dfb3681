import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCard, topicOf, channelNameOf } from '#src/messages/cards.ts';
import { everyCard, everyDigest, everyForm, everySaying, hostile } from './every-message.ts';
import { everyAnswer } from './every-outcome.ts';
import { formMisfits, misfits, strings } from './measure.ts';
import { bob, hostileText, now, Situation, telling } from './situation.ts';

const few = { numRuns: 8 };

describe('whatever people write, what the bot says fits', () => {
  test.each([
    ['cards', everyCard],
    ['sayings', everySaying],
    ['answers', everyAnswer],
    ['digests', everyDigest],
  ])('%s', (_what, every) => {
    fc.assert(
      fc.property(hostile, (given) => {
        expect(every(given).flatMap(misfits)).toEqual([]);
      }),
      few,
    );
  });

  test('forms', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        expect(everyForm(given).flatMap(formMisfits)).toEqual([]);
      }),
      few,
    );
  });

  test('topics and channel names', () => {
    fc.assert(
      fc.property(hostile, hostileText(300), ({ incident }, name) => {
        expect(topicOf(incident, () => name).length).toBeLessThanOrEqual(240);
        expect(topicOf(incident, () => name)).toMatch(/^[^\p{Cc}\p{Bidi_Control}]+$/u);
        expect(channelNameOf(incident.context)).toMatch(/^inc-2026-0001(-[a-z0-9]+)*$/u);
        expect(channelNameOf(incident.context).length).toBeLessThanOrEqual(70);
      }),
    );
  });
});

test('a private or restricted incident never shows its title, product, phase, level or channel in the announcement', () => {
  const words = fc.stringMatching(/^[a-z]{12,20}$/u);
  fc.assert(
    fc.property(
      words,
      words,
      fc.constantFrom('private', 'restricted'),
      fc.boolean(),
      (title, product, visibility, drill) => {
        const situation = new Situation({ title, visibility, drill })
          .take(
            { type: 'AFFECTED', products: [product] },
            { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: bob },
          )
          .in('assess');

        const all = strings(renderCard('announcement', situation.view, now, telling.nameOf)).join(
          '\n',
        );

        expect(all).toContain('INC-2026-0001');
        expect(all).toContain('private incident');
        expect(all).toContain(bob);
        for (const secret of [
          title,
          product,
          'assess',
          'Elevated',
          'DRILL',
          'restricted',
          'chat.example',
          'vpn',
        ]) {
          expect(all).not.toContain(secret);
        }
      },
    ),
  );
});
