import { expect, test } from 'vitest';
import { commandText, plainText } from '#src/chat/teams/command-text.ts';

const ada = 'teams:tenant:ada';
const known = (id: string): string | undefined => (id === '29:ada' ? ada : undefined);
const mentions = [
  { teamsId: '29:ada', name: 'Ada Reyes' },
  { teamsId: '29:gone', name: 'Gus Gone' },
];

test('people who are mentioned stand by id; of whom nobody knows, by name', () => {
  expect(plainText('assign 3 <at id="29:ada">, not <at id="29:gone">', mentions, known)).toBe(
    `assign 3 <@${ada}>, not @Gus Gone`,
  );
});

test('what only looks like a mention stays text', () => {
  const typed = 'note <at id="29:eve">everybody</at>';
  expect(plainText(typed, mentions, known)).toBe(typed);
});

test.each([
  'declare Mail is down',
  'incident declare Mail is down',
  '/incident declare Mail is down',
  '@ssirp declare Mail is down',
])('“%s” declares', (typed) => {
  expect(commandText(typed)).toBe('declare Mail is down');
});

test.each(['', 'hi', 'Hello!', 'incident', '/incident', 'home'])(
  '“%s” shows the person their own page',
  (typed) => {
    expect(commandText(typed)).toBe('home');
  },
);

test('a word that only begins like it is left alone', () => {
  expect(commandText('incidental note')).toBe('incidental note');
  expect(commandText('history')).toBe('history');
});
