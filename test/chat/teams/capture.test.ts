import { expect, test } from 'vitest';
import { captureOf, conversationAndId, messageIdOf } from '#src/chat/teams/capture.ts';
import { htmlText } from '#src/chat/teams/html-text.ts';
import type { Place } from '#src/chat/teams/connector.ts';

const tenantId = '0b7b1a3c-0000-4000-8000-00000000000a';
const thread: Place = {
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversationId: '19:general@thread.tacv2;messageid=1790000000000',
  kind: 'channel',
};

test('a message is captured with author, time, link and what people read of it', () => {
  const message = {
    id: '1790000000123',
    html: '<p>Logs end at <b>13:02</b> &amp; <at id="0">Ben</at> saw it</p>',
    author: { aadObjectId: '0B7B1A3C-0000-4000-8000-0000000000AD', name: 'Ada' },
    at: '2026-09-21T14:13:20.123Z',
    link: 'https://teams.microsoft.com/l/message/1',
  };
  expect(captureOf(message, { where: thread, tenantId })).toEqual({
    verb: 'capture',
    incidentId: null,
    messageId: `${thread.conversationId} 1790000000123`,
    author: `teams:${tenantId}:0b7b1a3c-0000-4000-8000-0000000000ad`,
    text: 'Logs end at 13:02 & Ben saw it',
    at: '2026-09-21T14:13:20.123Z',
    link: 'https://teams.microsoft.com/l/message/1',
  });
});

test('of an app’s message without a time the id says when it was', () => {
  const capture = captureOf({ id: '1790000000123', html: 'x' }, { where: thread, tenantId });
  expect(capture).toMatchObject({ author: null, at: '2026-09-21T14:13:20.123Z', link: null });
});

test('a message without words is none to keep', () => {
  expect(
    captureOf({ id: '1', html: '<p>&nbsp;</p>' }, { where: thread, tenantId }),
  ).toBeUndefined();
});

test('a message is found again by its id, and a post begins its own thread', () => {
  expect(conversationAndId(messageIdOf(thread, '17'))).toEqual({
    conversationId: thread.conversationId,
    id: '17',
  });
  const channel = { ...thread, conversationId: '19:general@thread.tacv2' };
  expect(conversationAndId(messageIdOf(channel, '17'))?.conversationId).toBe(
    '19:general@thread.tacv2;messageid=17',
  );
  expect(conversationAndId('C1:17.5')).toBeUndefined();
});

test('HTML is read as people see it: lines, lists, pictures, and nothing of its tags', () => {
  expect(
    htmlText('<div>one<br>two</div><ul><li>three</li></ul><img src="x" alt="a graph">&lt;b&gt;'),
  ).toBe('one\ntwo\n• three\n[image: a graph]<b>');
});
