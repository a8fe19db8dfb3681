// Who gets through the door: the probes that were measured against Microsoft's SDK, with really signed tokens, and what
// the SDK lets through and we do not.
import { describe, expect, test, vi } from 'vitest';
import { ada, claims, message, openFront, serviceUrl, tenantId, token, unsigned } from './front.ts';

const now = Math.floor(Date.now() / 1000);
const otherTenant = 'bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee';

/** What the SDK says to standard error stays out of the test's output. */
const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);

describe('A request with the token', () => {
  test('of the service for this bot gets through, and Ada is who wrote', async () => {
    await using front = await openFront();

    expect(await front.send(message(), { bearer: await token() })).toEqual({
      status: 200,
      body: '',
    });
    expect(front.taken).toMatchObject([
      { kind: 'said', text: 'status', who: { aadObjectId: ada, name: 'Ada Lovelace' } },
    ]);
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ['none', async () => undefined],
    ['garbage', async () => 'not.a.token'],
    ['of another audience', () => token({ aud: '00000000-0000-4000-8000-000000000000' })],
    ['of another issuer', () => token({ iss: 'https://sts.example.com' })],
    [
      'of an issuer whom the SDK takes for the emulator',
      () =>
        token({
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          ver: '1.0',
          appid: claims()['aud'],
        }),
    ],
    ['expired ten minutes ago', () => token({ exp: now - 600 })],
    ['not valid yet', () => token({ nbf: now + 3600 })],
    ['of a wrong key', () => token({}, 'foreign')],
    ['without a signature (alg none)', async () => unsigned()],
    ['of a key that does not vouch for Teams', () => token({}, 'slack')],
    ['for another service URL', () => token({ serviceurl: 'https://smba.example/' })],
    ['without a service URL', () => token({ serviceurl: undefined })],
  ])('%s is answered 401 and nothing else', async (_, bearer) => {
    await using front = await openFront();

    expect(await front.send(message(), { bearer: await bearer() })).toEqual({
      status: 401,
      body: '',
    });
    expect(front.taken).toEqual([]);
  });

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'bearer x.y.z'])(
    'in the form “%s” is refused',
    async (header) => {
      await using front = await openFront();
      const bearer = header.startsWith('Bearer ') ? header.slice(7) : undefined;
      expect((await front.send(message(), { bearer })).status).toBe(401);
    },
  );

  test('of another issuer makes the bot ask nobody for keys', async () => {
    await using front = await openFront();
    await front.send(message(), { bearer: await token({ iss: 'https://sts.example.com' }) });
    expect(front.asked).toEqual([]);
  });

  test('cannot be checked while the keys cannot be had: 500, so that it comes again', async () => {
    await using front = await openFront();
    front.keysStatus = 503;
    expect(await front.send(message(), { bearer: await token() })).toEqual({
      status: 500,
      body: '',
    });

    front.keysStatus = 200;
    expect((await front.send(message(), { bearer: await token() })).status).toBe(200);
    expect(front.taken).toHaveLength(1);
  });
});

describe('An activity with a genuine token is refused all the same', () => {
  const conversation = message()['conversation'] as object;
  const channelData = message()['channelData'] as object;

  test.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['without a service URL', { serviceUrl: undefined }],
    ['with an empty service URL', { serviceUrl: '' }],
    ...[
      'https://evil.example/',
      'http://smba.trafficmanager.net/emea/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://smba.trafficmanager.net@evil.example/',
      'https://evil@smba.trafficmanager.net/',
      'https://:evil@smba.trafficmanager.net/',
      'https://botframework.com.evil.example/',
      'https://evilbotframework.com/',
      'http://127.0.0.1:3000/',
      'file:///etc/passwd',
      'https://smba.trafficmanager.net/?x=',
    ].map((url): [string, Record<string, unknown>, Record<string, unknown>] => [
      `with the service URL ${url}`,
      { serviceUrl: url },
      { serviceurl: url },
    ]),
    [
      'of another tenant',
      {
        conversation: { ...conversation, tenantId: otherTenant },
        channelData: { ...channelData, tenant: { id: otherTenant } },
      },
    ],
    [
      'of another tenant by its conversation alone',
      { conversation: { ...conversation, tenantId: otherTenant } },
    ],
    [
      'of another tenant by its channel data alone',
      { channelData: { ...channelData, tenant: { id: otherTenant } } },
    ],
    ['of no tenant', { conversation: { ...conversation, tenantId: undefined }, channelData: {} }],
    [
      'of a tenant that is no text',
      { conversation: { ...conversation, tenantId: [tenantId] }, channelData: {} },
    ],
    [
      'by somebody of another tenant',
      { from: { id: '29:eve', aadObjectId: ada, tenantId: otherTenant } },
    ],
  ])('%s', async (_, other, otherClaims = {}) => {
    await using front = await openFront();

    const answer = await front.send(message(other), { bearer: await token(otherClaims) });

    expect(answer).toEqual({ status: 403, body: '' });
    expect(front.taken).toEqual([]);
  });

  test.each(['emulator', 'webchat', 'AseChannel'])('on the channel %s', async (channel) => {
    await using front = await openFront();
    const sent = message({ channelId: channel });

    expect(await front.send(sent, { bearer: await token() })).toEqual({ status: 401, body: '' });
    expect([front.taken, front.asked]).toEqual([[], []]);
  });

  test('which the log says in a word, without what was in it', async () => {
    await using front = await openFront();
    await front.send(message({ serviceUrl: '', text: 'hush' }), { bearer: await token() });

    expect(front.logged).toEqual([
      { level: 40, refusal: 'serviceUrl', msg: 'teams activity refused' },
    ]);
  });
});

describe('Nobody speaks for a person', () => {
  test.each([
    ['without an object id', { id: '29:eve', name: 'Ada Lovelace' }],
    ['with an object id that is none', { id: '29:eve', aadObjectId: 'Ada' }],
    ['with an object id that is no text', { id: '29:eve', aadObjectId: { $gt: '' } }],
  ])('%s', async (_, from) => {
    await using front = await openFront();

    expect((await front.send(message({ from }), { bearer: await token() })).status).toBe(200);
    expect(front.taken).toEqual([]);
  });
});

describe('The door', () => {
  test('has one path and one method', async () => {
    await using front = await openFront();
    const bearer = await token();

    expect((await front.send(message(), { bearer, path: '/api/other' })).status).toBe(404);
    expect((await front.send(message(), { bearer, method: 'GET' })).status).toBe(405);
    expect((await front.send(message(), { bearer, path: '/api/messages?x=1' })).status).toBe(200);
  });

  test('does not read more than a megabyte, whatever its token', async () => {
    await using front = await openFront();
    const big = message({ text: 'x'.repeat(1024 * 1024) });

    expect(await front.send(big, { bearer: await token() })).toEqual({ status: 413, body: '' });
    expect(await front.send(big)).toEqual({ status: 401, body: '' });
    expect(front.taken).toEqual([]);
  });

  test('answers only when what came was taken', async () => {
    const [begun, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    await using front = await openFront({
      take: async () => {
        begun.resolve(undefined);
        await gate.promise;
        return { kind: 'none' };
      },
    });
    const answers: number[] = [];
    const send = async (path: string) => {
      const { status } = await front.send(message(), { bearer: await token(), path });
      answers.push(status);
    };
    const sent = send('/api/messages');
    await begun.promise;
    await send('/elsewhere');
    expect(answers).toEqual([404]);

    gate.resolve(undefined);
    await sent;
    expect(answers).toEqual([404, 200]);
  });

  test('answers 500 when nothing could be stored, so that the service tries again', async () => {
    await using front = await openFront({ take: () => ({ kind: 'broken' }) });
    expect(await front.send(message(), { bearer: await token() })).toEqual({
      status: 500,
      body: '',
    });
  });

  test('logs nothing of a failure but its kind and place', async () => {
    await using front = await openFront({
      take: () => {
        throw new Error('the title is hush');
      },
    });

    expect(await front.send(message(), { bearer: await token() })).toEqual({
      status: 500,
      body: '',
    });
    expect(front.logged).toMatchObject([{ error: 'Error', msg: 'teams activity failed' }]);
    expect(JSON.stringify([front.logged, said.mock.calls])).not.toContain('hush');
  });
});

describe('With authentication off', () => {
  const local = 'http://localhost:56150/_connector';
  const off = { isAuthenticated: false, serviceHosts: ['127.0.0.1', 'localhost', '[::1]'] };

  test('a local client needs no token, and one that it sends is not looked at', async () => {
    await using front = await openFront(off);

    expect((await front.send(message({ serviceUrl: local }))).status).toBe(200);
    expect(
      (await front.send(message({ serviceUrl: local }), { bearer: 'not.a.token' })).status,
    ).toBe(200);
    expect(front.taken).toHaveLength(2);
  });

  test('only this machine is answered', async () => {
    await using front = await openFront(off);

    expect((await front.send(message({ serviceUrl }))).status).toBe(403);
    expect((await front.send(message({ serviceUrl: 'http://10.0.0.5/' }))).status).toBe(403);
    expect(front.taken).toEqual([]);
  });

  test('a page in a browser on this machine is not believed', async () => {
    await using front = await openFront(off);
    const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' };

    expect((await front.send(message({ serviceUrl: local }), { headers })).status).toBe(403);
    expect(front.taken).toEqual([]);
  });

  test('who has no object id is given one, the same each time and of nobody else', async () => {
    await using front = await openFront(off);
    const from = (account: object) =>
      message({
        serviceUrl: local,
        channelId: 'emulator',
        channelData: {},
        conversation: { id: 'local-1' },
        from: account,
      });

    for (const account of [
      { id: 'user-1', name: 'User' },
      { id: 'user-1', name: 'Renamed' },
      { id: 'user-2', name: 'User' },
      { id: 'user-3', aadObjectId: '00000000-0000-0000-0000-0000000000020' },
      { id: '9D3F4D0C-1111-4222-8333-444444444444' },
    ]) {
      await front.send(from(account));
    }
    const ids = front.taken.map(({ who }) => who.aadObjectId);

    expect(ids).toHaveLength(5);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(4);
    expect(ids[4]).toBe('9d3f4d0c-1111-4222-8333-444444444444');
    expect(front.taken[0]?.where).toEqual({
      serviceUrl: local,
      conversationId: 'local-1',
      kind: 'personal',
    });
  });
});
