// The door of Slack: signed HTTP into Bolt, and the strict Slack of test/slack-server behind it.
import { Buffer } from 'node:buffer';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { isStateful, stateOf } from '../slack-server/element-values.ts';
import { isObject, objectAt, textAt } from '../slack-server/json.ts';
import type { SlackView } from '../slack-server/model.ts';
import { buttonsOf, elementsOf, findButton, textOf } from '../slack-server/reading.ts';
import type { Readable } from '../slack-server/reading.ts';
import { SlackServer } from '../slack-server/server.ts';
import type { Log } from '#src/shared/log.ts';
import type { Bot } from './bot.ts';
import { realNow, startBot } from './bot.ts';
import type { Door, Scene, Seen, Where } from './door.ts';
import { cast } from './door.ts';
import { installedApp } from './installed-app.ts';
import { unheard } from './heard.ts';

const signingSecret = 'the-signing-secret-of-the-tests';
const userId = (handle: string): string => `U${handle.toUpperCase()}`;

export interface SlackDoor extends Door {
  server: SlackServer;
  slack: SlackClientSide;
  bot: Bot;
  /** What the bot was started with. */
  env: Readonly<Record<string, string>>;
}

/** As people read it, without the marks of bold and code. */
const unmarked = (text: string): string => text.replaceAll(/[*`]/g, '');

/** The field that a block of a form stands for; a form that came back has other blocks. */
const fieldOf = (blockId: string): string => blockId.split('~', 1)[0] ?? blockId;

/** What the inputs hold: what was typed into them, or what they began with. */
function valuesIn(view: SlackView): Record<string, string> {
  const entries = elementsOf(view).flatMap(({ element, blockId, actionId }) => {
    if (!isStateful(element)) return [];
    const typed = view.values[blockId]?.[actionId];
    const state = isObject(typed) ? typed : stateOf(element, undefined);
    const value =
      textAt(state, 'value') ??
      textAt(state, 'selected_user') ??
      textAt(objectAt(state, 'selected_option') ?? {}, 'value');
    return [[fieldOf(blockId), value ?? ''] as const];
  });
  return Object.fromEntries(entries);
}

const seen = (messages: readonly Readable[]): Seen[] =>
  messages.map((message) => ({ text: unmarked(textOf(message)), buttons: buttonsOf(message) }));

export async function openSlackDoor(
  env: Readonly<Record<string, string>> = {},
  { people = cast, now = realNow(), log }: Scene & { log?: Log } = {},
): Promise<SlackDoor> {
  const holder: { bot?: Bot } = {};
  const server = await SlackServer.start({
    ...installedApp,
    now: () =>
      holder.bot === undefined
        ? Date.parse(now)
        : Temporal.Instant.from(holder.bot.clock.now()).epochMilliseconds,
  });
  const users = people.map(({ handle }) => userId(handle));
  for (const { handle, name, zone } of people)
    server.addUser({ id: userId(handle), name: handle, realName: name, tz: zone });
  server.addChannel({ id: 'CGENERAL', name: 'general', members: [...users, 'U0BOT'] });
  server.addChannel({ id: 'CANNOUNCE', name: 'incidents', members: [...users, 'U0BOT'] });
  const whole = {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-test-token',
    SLACK_API_URL: server.url,
    // Tests of the limits turn them on; for the others nothing is to wait for a clock that stands.
    SLACK_RATE_LIMITS: 'off',
    SSIRP_DIGEST: 'off',
    SSIRP_ANNOUNCE_CHANNEL: 'incidents',
    ...env,
  };
  const bot = await startBot(whole, { now, ...(log === undefined ? {} : { log }) });
  holder.bot = bot;
  const isSocketMode = env['SLACK_APP_TOKEN'] !== undefined;
  const url = `http://127.0.0.1:${bot.port}`;
  const slack = new SlackClientSide(server, { url, signingSecret, isSocketMode });
  if (isSocketMode) await server.sockets.opened(2);
  const settled = (): Promise<void> => bot.app.settled();

  const room = (): string => {
    const found = [...server.workspace.channels.values()].find(({ name }) =>
      name.startsWith('inc-'),
    );
    if (found === undefined) throw new Error('no incident channel was opened');
    return found.id;
  };
  const channelId = (where: Where): string =>
    where === 'general' ? 'CGENERAL' : where === 'announcements' ? 'CANNOUNCE' : room();
  /** Who types in a public channel has joined it. */
  const joins = async (handle: string, channel: string): Promise<void> => {
    if (!server.channel(channel).members.has(userId(handle)))
      await slack.joins({ user: userId(handle), channel });
  };
  const newAnswer = async (handle: string, work: () => Promise<unknown>) => {
    const before = server.ephemerals(userId(handle)).length;
    await work();
    await settled();
    const added = server.ephemerals(userId(handle)).slice(before);
    return { text: added.map((message) => unmarked(textOf(message))).join('\n') };
  };

  return {
    server,
    slack,
    bot,
    env: whole,
    types: (handle, where, text) =>
      newAnswer(handle, async () => {
        await joins(handle, channelId(where));
        const result = await slack.slash({
          user: userId(handle),
          channel: channelId(where),
          command: '/incident',
          text,
        });
        if (result.error !== undefined)
          throw new Error(`the command was not answered: ${result.error}`);
        await settled();
      }),
    presses: (handle, label) =>
      newAnswer(handle, async () => {
        const found = server
          .messages(room())
          .findLast((message) => buttonsOf(message).includes(label));
        if (found === undefined) throw new Error(`no message has a button “${label}”`);
        await slack.click({
          user: userId(handle),
          channel: room(),
          ts: found.ts,
          ...findButton(found, label),
        });
        await settled();
      }),
    pressesOwn: (handle, where, label) =>
      newAnswer(handle, async () => {
        const found = server
          .ephemerals(userId(handle))
          .findLast((message) => buttonsOf(message).includes(label));
        if (found === undefined) throw new Error(`${handle} was shown no button “${label}”`);
        await slack.press({ user: userId(handle), channel: channelId(where), ts: found.ts, label });
        await settled();
      }),
    openForm: (handle) => {
      const title = server.openViews(userId(handle)).at(-1)?.source['title'];
      return typeof title === 'object' && title !== null && 'text' in title
        ? String(title.text)
        : undefined;
    },
    form: (handle) => {
      const view = shownForm(handle);
      return { says: unmarked(textOf(view)), holds: valuesIn(view) };
    },
    submits: async (handle, values) => {
      const view = shownForm(handle);
      const blocks = view.blocks.map((block) => textAt(block, 'block_id') ?? '');
      const given = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          blocks.find((id) => fieldOf(id) === name) ?? name,
          value.startsWith('@') ? userId(value.slice(1)) : value,
        ]),
      );
      const { outcome } = await slack.submitView({
        user: userId(handle),
        viewId: view.id,
        values: given,
      });
      await settled();
      if (outcome.action !== 'errors') return {};
      const errors = Object.entries(outcome.errors);
      return Object.fromEntries(errors.map(([block, text]) => [fieldOf(block), text]));
    },
    writes: async (handle, text) => {
      await joins(handle, room());
      const { ts } = slack.stores({ user: userId(handle), channel: room(), text });
      await settled();
      return ts;
    },
    captures: (handle, ts) =>
      newAnswer(handle, () =>
        slack.messageShortcut({
          user: userId(handle),
          channel: room(),
          ts,
          callbackId: 'add_to_timeline',
        }),
      ),
    messages: async (where) => {
      await settled();
      return seen(server.messages(channelId(where)));
    },
    told: async (handle) => {
      await settled();
      return seen(server.directMessages(userId(handle)));
    },
    pinned: async () => {
      await settled();
      return seen(server.pinned(room()));
    },
    topic: async () => {
      await settled();
      return server.channel(room()).topic.value;
    },
    members: async () => {
      await settled();
      return people
        .map(({ handle }) => handle)
        .filter((handle) => server.channel(room()).members.has(userId(handle)));
    },
    files: async () => {
      await settled();
      return server.files(room()).map(({ name, content }) => ({
        name,
        content: Buffer.from(content ?? []).toString('utf8'),
      }));
    },
    channelName: async () => {
      await settled();
      return server.channel(room()).name;
    },
    later: (duration) => bot.later(duration),
    timeline: () => bot.timeline(),
    verify: () => [...bot.problems(), ...server.lint, ...unheard(server)],
    [Symbol.asyncDispose]: async () => {
      await bot[Symbol.asyncDispose]();
      await server.close();
    },
  };

  function shownForm(handle: string) {
    const view = server.openViews(userId(handle)).at(-1);
    if (view === undefined) throw new Error(`${handle} has no form open`);
    return view;
  }
}
