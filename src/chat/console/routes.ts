// The console over HTTP: the page, its state, what people do on it, and downloads. Everything passes the guard first.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Action } from './actions.ts';
import { capture, drill, press, say, submit } from './actions.ts';
import { createAssets } from './assets.ts';
import { readBody } from './body.ts';
import type { ConsoleDeps } from './deps.ts';
import { denial, setSecurityHeaders } from './guard.ts';
import { readJson, sendJson, sendText, setDownload, textOf } from './http.ts';
import { metOf, personaOf, personas } from './personas.ts';
import { consoleState } from './state.ts';
import type { ChannelRow } from './store.ts';
import { general, maySee } from './store.ts';
import type { Changes } from './changes.ts';
import type { Persona } from './wire.ts';

/** Serves a request of the console; false when the path is not one of its own. */
export type ConsoleRoutes = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<boolean>;

const shownMax = 2000;

export function consoleRoutes(deps: ConsoleDeps): ConsoleRoutes {
  const assets = createAssets();
  for (const persona of personas) deps.sink.met(metOf(persona));

  return async (request, response, url) => {
    if (url.pathname !== '/' && !url.pathname.startsWith('/console/')) return false;
    setSecurityHeaders(response);
    const denied = denial(request);
    if (denied !== null) {
      sendText(response, denied.status, denied.text);
    } else if (request.method === 'POST') {
      await act(deps, request, response, url.pathname);
    } else if (url.pathname === '/' || url.pathname.startsWith('/console/assets/')) {
      await sendAsset(assets, response, url.pathname);
    } else {
      await look(deps, request, response, url);
    }
    return true;
  };
}

async function sendAsset(
  assets: ReturnType<typeof createAssets>,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const asset = await assets(path === '/' ? 'index.html' : path.slice('/console/assets/'.length));
  if (asset === null) return sendText(response, 404, 'There is no such file.');
  response.setHeader('content-type', asset.type);
  response.end(asset.content);
}

const actions: Readonly<Record<string, Action>> = {
  '/console/say': say,
  '/console/press': press,
  '/console/submit': submit,
  '/console/capture': capture,
  '/console/drill': drill,
};

async function act(
  deps: ConsoleDeps,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const action = Object.hasOwn(actions, path) ? actions[path] : undefined;
  if (action === undefined) return sendText(response, 404, 'There is nothing to do here.');
  const body = await readJson(request);
  if (!body.ok) return sendText(response, body.status, body.text);
  const { fields } = body;
  const me = personaOf(textOf(fields, 'as'));
  const channel = me && visibleChannel(deps, me, textOf(fields, 'channel') || general);
  const requestId = textOf(fields, 'requestId');
  if (me === undefined || channel === undefined) return sendText(response, 404, 'No such place.');
  if (!/^[\w-]{8,64}$/.test(requestId)) return sendText(response, 400, 'requestId is missing.');
  const answer = action(deps, { me, channel, requestId, fields });
  deps.chat.changes.changed();
  sendJson(response, answer);
}

async function look(
  deps: ConsoleDeps,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [, , room, id = ''] = url.pathname.split('/');
  const asked = personaOf(url.searchParams.get('as') ?? 'ada');
  // An old address may name nobody: the page is then told whom it shows instead.
  const me = room === 'state' ? (asked ?? personas[0]) : asked;
  if (me === undefined) return sendText(response, 404, 'There is no such person.');
  if (room === 'state') return sendState(deps, me, response, url.searchParams);
  if (room === 'complete')
    return sendJson(response, deps.complete(url.searchParams.get('text') ?? ''));
  if (room === 'events') return sendEvents(deps.chat.changes, request, response);
  if (room === 'files') return sendFile(deps, me, response, id);
  if (room === 'export') return await sendExport(deps, me, response, id);
  return sendText(response, 404, 'There is no such page.');
}

function sendState(
  deps: ConsoleDeps,
  me: Persona,
  response: ServerResponse,
  query: URLSearchParams,
): void {
  const limit = Math.min(Math.max(Number(query.get('limit')) || 100, 1), shownMax);
  sendJson(response, consoleState(deps, me, { channel: query.get('channel') ?? general, limit }));
}

function visibleChannel({ chat }: ConsoleDeps, me: Persona, id: string): ChannelRow | undefined {
  const channel = chat.store.channel(id);
  return channel !== undefined && maySee(channel, me.id) ? channel : undefined;
}

function sendEvents(changes: Changes, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 1000\n\nevent: changed\ndata:\n\n');
  const stop = changes.listen(() => response.write('event: changed\ndata:\n\n'));
  request.on('close', stop);
}

function sendFile(deps: ConsoleDeps, me: Persona, response: ServerResponse, id: string): void {
  const row = deps.chat.store.message(Number(id));
  const body = row && visibleChannel(deps, me, row.channel) ? readBody(row.body) : undefined;
  if (body?.kind !== 'file') return sendText(response, 404, 'There is no such file.');
  setDownload(response, body.filename, 'application/octet-stream');
  response.end(body.content);
}

/** Only for those who may see the incident's channel; without a channel nobody may. */
async function sendExport(
  deps: ConsoleDeps,
  me: Persona,
  response: ServerResponse,
  name: string,
): Promise<void> {
  const [, incidentId = '', format = ''] = /^([\w-]+)\.([a-z]+)$/.exec(name) ?? [];
  const incident = deps.read.incidents().find((listed) => listed.id === incidentId);
  const channel = deps.chat.store.channels().find((row) => row.name === incident?.channelName);
  const isSeen = channel !== undefined && maySee(channel, me.id);
  const file = isSeen ? deps.exportOf(incidentId, format) : null;
  if (file === null) return sendText(response, 404, 'There is no such export.');
  setDownload(response, file.filename, file.type);
  await pipeline(Readable.from(file.chunks), response);
}
