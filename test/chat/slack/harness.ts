// The adapter alone, between the Slack test server and a sink that a test scripts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type {
  CommandSink,
  Deed,
  FormReply,
  Met,
  Notice,
  OutgoingEffect,
  Reply,
  Spoken,
} from '#src/chat/port.ts';
import { createSlack, type SlackAdapter } from '#src/chat/slack/adapter.ts';
import type { Command } from '#src/commands/command.ts';
import type { Form, FormValues, Message } from '#src/messages/message.ts';
import { SlackClientSide } from '../../slack-server/client-side.ts';
import { SlackServer } from '../../slack-server/server.ts';
import type { WorkspaceOptions } from '../../slack-server/workspace.ts';
import { installedApp } from '../../support/installed-app.ts';

export interface Heard {
  spoken: Spoken;
  text?: string;
  command?: Command;
  form?: { id: string; incidentId: string | null; subject: string };
  values?: FormValues;
}

export function words(summary: string): Message {
  return { summary, blocks: [{ kind: 'text', text: [summary] }] };
}

export function says(summary: string, more: Partial<Reply> = {}): Reply {
  return { message: words(summary), refused: false, ...more };
}

export const incidentChannel: Deed = {
  kind: 'openChannel',
  name: 'inc-2026-0001-worm',
  private: true,
  purpose: 'Coordinates INC-2026-0001',
};

export const briefForm: Form = {
  id: 'brief',
  title: 'Brief',
  submit: 'Save',
  incidentId: 'INC-2026-0001',
  subject: '',
  seen: '',
  fields: [
    { name: 'text', label: 'What happened', required: true, kind: 'multiline', maxLength: 3000 },
    { name: 'who', label: 'Who', required: false, kind: 'person' },
  ],
};

/** For a text of which only a part is known. */
export function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** Answers what the test told it to, and remembers what it heard. */
export class ScriptedSink implements CommandSink {
  readonly heard: Heard[] = [];
  readonly people: Met[] = [];
  readonly noticed: Notice[] = [];
  reply: () => Reply = () => says('Done.');
  formReply: () => FormReply = () => ({ ok: true, reply: says('Taken.') });

  say(spoken: Spoken, text: string): Reply {
    this.heard.push({ spoken, text });
    return this.reply();
  }

  do(spoken: Spoken, command: Command): Reply {
    this.heard.push({ spoken, command });
    return this.reply();
  }

  submit(
    spoken: Spoken,
    form: { id: string; incidentId: string | null; subject: string },
    values: FormValues,
  ): FormReply {
    this.heard.push({ spoken, form, values });
    return this.formReply();
  }

  opened(): boolean {
    return true;
  }

  met(person: Met): void {
    this.people.push(person);
  }

  notice(notice: Notice): void {
    this.noticed.push(notice);
  }
}

export class SlackBench implements AsyncDisposable {
  readonly server: SlackServer;
  readonly people: SlackClientSide;
  readonly adapter: SlackAdapter;
  readonly sink: ScriptedSink;
  /** Everything that was logged, as one text. */
  readonly logged: string[];
  readonly #time: { skippedMs: number };
  readonly #close: () => void;

  private constructor(
    parts: Omit<
      SlackBench,
      'deliver' | 'skip' | 'settled' | 'addIncidentChannel' | typeof Symbol.asyncDispose
    >,
    time: { skippedMs: number },
    close: () => void,
  ) {
    this.#time = time;
    this.server = parts.server;
    this.people = parts.people;
    this.adapter = parts.adapter;
    this.sink = parts.sink;
    this.logged = parts.logged;
    this.#close = close;
  }

  static async start(
    options: WorkspaceOptions & { announceChannel?: string; botToken?: string } = {},
  ): Promise<SlackBench> {
    // The bot gets exactly what its manifest asks for.
    const server = await SlackServer.start({ ...installedApp, ...options });
    server.workspace.addUser({ id: 'U0ADA', name: 'ada', realName: 'Ada' });
    server.workspace.addUser({ id: 'U0BOB', name: 'bob', realName: 'Bob' });
    const sink = new ScriptedSink();
    const logged: string[] = [];
    const time = { skippedMs: 0 };
    const line = (fields: object, message: string): void => {
      logged.push(`${message} ${JSON.stringify(fields)}`);
    };
    const adapter = createSlack({
      transport: { over: 'http', signingSecret: 'signing-secret' },
      access: {
        by: 'token',
        botToken: options.botToken ?? server.workspace.token,
        onTrouble: () => undefined,
      },
      apiUrl: server.url,
      announceChannel: options.announceChannel,
      isPaced: true,
      digest: false,
      sink,
      log: { debug: line, info: line, warn: line, error: line },
      now: () => Date.now() + time.skippedMs,
    });
    const http = createServer((request, response) => {
      void adapter.listener(request, response);
    });
    await new Promise<void>((resolve) => {
      http.listen(0, '127.0.0.1', resolve);
    });
    const { port } = http.address() as AddressInfo;
    const people = new SlackClientSide(server, {
      url: `http://127.0.0.1:${port}`,
      signingSecret: 'signing-secret',
    });
    return new SlackBench({ server, people, adapter, sink, logged }, time, () => {
      http.closeAllConnections();
      http.close();
    });
  }

  deliver(
    deed: Deed,
    more: Partial<OutgoingEffect> = {},
  ): ReturnType<SlackAdapter['port']['deliver']> {
    const firstTriedAt = new Date(this.server.now() - 1000).toISOString();
    return this.adapter.port.deliver({
      tenant: `slack:${this.server.workspace.teamId}`,
      key: 'k1',
      attempt: 1,
      firstTriedAt,
      deed,
      ...more,
    });
  }

  /** The adapter's clock goes forward; Slack's does not. */
  skip(duration: Temporal.DurationLike): void {
    this.#time.skippedMs += Temporal.Duration.from(duration).total('milliseconds');
  }

  /** A private channel with Ada and the bot in it, and #announce; the id of the first. */
  addIncidentChannel(): string {
    const members = ['U0BOT', 'U0ADA'];
    this.server.workspace.addChannel({ name: 'announce', members });
    return this.server.workspace.addChannel({ name: 'inc-1', kind: 'private', members }).id;
  }

  /** Waits for what the adapter does after it has answered. */
  async settled(): Promise<void> {
    await this.adapter.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.settled();
    this.#close();
    await this.server.close();
    const [lint] = this.server.lint;
    if (lint !== undefined) throw new Error(`Slack would object: ${lint}`);
  }
}
