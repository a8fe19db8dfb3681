// The page's calls to its server.
import type { Answer, Completion, ConsoleState } from '../wire.ts';

export async function fetchState(query: {
  as: string;
  channel: string;
  limit: number;
}): Promise<ConsoleState> {
  const { as, channel, limit } = query;
  const search = new URLSearchParams({ as, channel, limit: String(limit) });
  const response = await fetch(`/console/state?${search}`);
  if (!response.ok) throw new Error(await response.text());
  return await jsonOf<ConsoleState>(response);
}

export async function fetchCompletions(text: string): Promise<readonly Completion[]> {
  const response = await fetch(`/console/complete?${new URLSearchParams({ text })}`);
  return response.ok ? await jsonOf<readonly Completion[]>(response) : [];
}

export type Deed = 'say' | 'press' | 'submit' | 'capture' | 'drill';

/** `requestId` lets the server see a repeat of the same deed; a lost connection is tried once more with it. */
export async function post(deed: Deed, body: Readonly<Record<string, unknown>>): Promise<Answer> {
  const requestId = crypto.randomUUID();
  const send = (): Promise<Response> =>
    fetch(`/console/${deed}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, requestId }),
    });
  const response = await send().catch(send);
  if (!response.ok) throw new Error(await response.text());
  return await jsonOf<Answer>(response);
}

/** Calls `onChange` whenever the server has something new, and tells when it cannot be reached. */
export function listen(onChange: () => void, onOffline: (isOffline: boolean) => void): void {
  const events = new EventSource('/console/events');
  events.addEventListener('changed', () => {
    onOffline(false);
    onChange();
  });
  events.addEventListener('error', () => {
    onOffline(true);
  });
}

/** The server is of the same version and the same make: its types are believed. */
async function jsonOf<T>(response: Response): Promise<T> {
  const read: () => Promise<T> = response.json.bind(response);
  return await read();
}
