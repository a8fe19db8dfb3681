// Nothing of an incident and no token gets into a log line, whatever the SDK says.
import { WebAPIHTTPError, WebAPIPlatformError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { boltLogger, errorFields } from '#src/chat/slack/log.ts';

function said(write: (logger: ReturnType<typeof boltLogger>) => void): string[] {
  const lines: string[] = [];
  const line = (fields: object): void => {
    lines.push(JSON.stringify(fields));
  };
  write(boltLogger({ debug: line, info: line, warn: line, error: line }));
  return lines;
}

test('the debug lines of the SDK, which hold whole payloads, go nowhere', () => {
  expect(said((logger) => logger.debug('apiCall', { text: 'secret worm' }))).toEqual([]);
});

test('of its other lines stays what they are about', () => {
  const lines = said((logger) => {
    logger.warn(`Malformed request body: Unexpected token, "secret worm" is not valid JSON`);
    logger.warn('Failed to parse and verify the request data: signature mismatch');
    logger.error('must be shorter [json-pointer:/blocks]', { text: 'secret worm' });
    logger.error(new Error('secret worm'), { secret: 'worm' });
    logger.info('token xoxb-1234-abc used');
  });
  expect(lines).toEqual([
    '{"said":"Malformed request body"}',
    '{"said":"Failed to parse and verify the request data: signature mismatch"}',
    '{"said":"must be shorter [json-pointer"}',
    '{"said":"Error"}',
    '{"said":"token xox… used"}',
  ]);
});

test('errors are told by kind and code', () => {
  const page = new WebAPIPlatformError({ ok: false, error: '<html>secret worm</html>' });
  expect(errorFields(page)).toEqual({ error: 'WebAPIPlatformError', code: 'unreadable_answer' });
  expect(errorFields(new WebAPIHTTPError(500, 'no', {}, 'secret worm'))).toEqual({
    error: 'WebAPIHTTPError',
    status: 500,
  });
  const ours = JSON.stringify(errorFields(new Error('no such row: "secret worm"')));
  expect(ours).toContain('no such row');
  expect(ours).toContain('log.test.ts');
  expect(ours).not.toContain('secret worm');
  expect(errorFields('secret worm')).toEqual({ error: 'string' });
});
