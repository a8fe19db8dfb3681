// What people typed, as Slack sends it, back into what they typed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from '#src/chat/slack/incoming-text.ts';
import { escape } from '#src/chat/slack/mrkdwn.ts';

test.each([
  ['role crisis_lead <@U123|ada>', 'role crisis_lead <@slack:T1:U123>'],
  ['invite <@U1> <@W2|bob>', 'invite <@slack:T1:U1> <@slack:T1:W2>'],
  ['see <https://x.test/a?b=1&amp;c=2|x.test> now', 'see https://x.test/a?b=1&c=2 now'],
  ['link <https://x.test>', 'link https://x.test'],
  ['in <#C1|general> and <#C2>', 'in #general and #C2'],
  [
    '<!here> <!subteam^S1|@oncall> <!subteam^S1> <!date^1^{date}|today>',
    '@here @oncall @subteam today',
  ],
  ['<mailto:a@x.test|a@x.test> <tel:+49>', 'a@x.test +49'],
  ['a &lt;b&gt; &amp;lt; c', 'a <b> &lt; c'],
  ['note 1 < 2', 'note 1 < 2'],
])('%s', (sent, typed) => {
  expect(plainText(sent, 'T1')).toBe(typed);
});

test('text without markup comes back exactly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plainText(escape(text), 'T1')).toBe(text);
    }),
  );
});
