// Speaks to the stand-in as a bot would, for this folder's own tests.

import { isObject, objectAt, parseJson, textAt, type Json } from '../slack-server/json.ts';
import { cardType } from './lint.ts';
import type { TeamsServer } from './server.ts';

export interface Called {
  status: number;
  /** The service's own code of a refusal. */
  code: string | undefined;
  body: unknown;
  id: string;
}

/** A card without fault, with these elements. */
export function cardWith(body: readonly Json[], actions: readonly Json[] = []): Json {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: 'hello',
    body,
    ...(actions.length === 0 ? {} : { actions }),
  };
}

export const card: Json = cardWith([{ type: 'TextBlock', text: 'hello', wrap: true }]);

/** A message as a careful bot sends it. */
export function message(content: Json = card, more: Json = {}): Json {
  return {
    type: 'message',
    summary: 'hello',
    attachments: [{ contentType: cardType, content }],
    ...more,
  };
}

/** A new post in a channel. */
export function thread(channelId: string, more: Json = {}): Json {
  return {
    isGroup: true,
    channelData: { channel: { id: channelId } },
    activity: message(),
    ...more,
  };
}

export class ConnectorCaller {
  token: string;
  readonly #server: TeamsServer;

  constructor(server: TeamsServer) {
    this.#server = server;
    this.token = server.login.issue('https://api.botframework.com');
  }

  /** `path` below `v3/conversations`, its parts still to be encoded. */
  async call(method: string, path: readonly string[], body?: Json, query = ''): Promise<Called> {
    const below = path.map((part) => `/${encodeURIComponent(part)}`).join('');
    const response = await fetch(`${this.#server.serviceUrl}v3/conversations${below}${query}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const json = parseJson(await response.text());
    const object = isObject(json) ? json : {};
    return {
      status: response.status,
      code: textAt(objectAt(object, 'error') ?? {}, 'code'),
      body: json,
      id: textAt(object, 'id') ?? '',
    };
  }

  send(conversation: string, activity: Json = message()): Promise<Called> {
    return this.call('POST', [conversation, 'activities'], activity);
  }

  whisper(conversation: string, activity: Json): Promise<Called> {
    return this.call('POST', [conversation, 'activities'], activity, '?isTargetedActivity=true');
  }
}
