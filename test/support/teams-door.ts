// The door of Teams: signed activities into the real endpoint, and the strict cloud of test/teams-server behind it.
import { objectAt, objectsAt, textAt, type Json } from '../slack-server/json.ts';
import { TeamsClient, type Acted, type OpenDialog } from '../teams-server/client.ts';
import type { TeamsChat, TeamsMessage, TeamsPerson, TeamsTeam } from '../teams-server/model.ts';
import { actionsOf, buttonsOf, cardOf, elementsOf, textOf } from '../teams-server/reading.ts';
import { FakeGraph } from '../teams-server/graph.ts';
import { TeamsServer } from '../teams-server/server.ts';
import { outboxCounts } from '#db/outbox.ts';
import { consentedInChat, consentedInTeam, grantedInTenant } from '#src/chat/teams/permissions.ts';
import type { Bot } from './bot.ts';
import { realNow, startBot } from './bot.ts';
import type { Door, Said, Scene, Seen, Where } from './door.ts';
import { cast } from './door.ts';

export interface TeamsDoor extends Door {
  server: TeamsServer;
  graph: FakeGraph;
  teams: TeamsClient;
  bot: Bot;
  team: TeamsTeam;
  /** Somebody by handle or whole name. */
  person(handle: string): TeamsPerson;
  /** The conversation of the incident: its thread, or its group chat. */
  room(): string;
  conversation(where: Where): string;
  /** Everything that is due now, and what only waits for Microsoft's limits, has gone out. */
  settled(): Promise<void>;
  /** What the bot was started with. */
  env: Readonly<Record<string, string>>;
}

const secret = 'the-secret-of-the-tests';
/** Longer than the bot keeps anything back because of limits. */
const patienceMs = 120_000;
/** Nobody types faster, nor reads. */
const deedMs = 3000;

const permissions = (needs: readonly { permission: string }[]): string[] =>
  needs.map(({ permission }) => permission);

/** Where an administrator consented to all that the app can ask for; incidents live in General. */
export async function openTeamsDoor(
  env: Readonly<Record<string, string>> = {},
  /** Another door may start the bot for both. */
  start: (env: Readonly<Record<string, string>>, when: { now: string }) => Promise<Bot> = startBot,
  { people = cast, now = realNow() }: Scene = {},
): Promise<TeamsDoor> {
  const holder: { bot?: Bot } = {};
  const server = await TeamsServer.start({
    hasRateLimits: true,
    secret,
    now: () =>
      holder.bot === undefined
        ? Date.parse(now)
        : Temporal.Instant.from(holder.bot.clock.now()).epochMilliseconds,
  });
  const graph = new FakeGraph(server, {
    granted: permissions(grantedInTenant),
    resourceSpecific: permissions([...consentedInTeam, ...consentedInChat]),
    hasRateLimits: true,
  });
  const { world } = server;
  for (const { name } of people) world.addPerson({ name });
  const person = (handle: string): TeamsPerson => {
    const name = people.find((one) => one.handle === handle)?.name ?? handle;
    const found = [...world.people.values()].find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is nobody called ${handle}`);
    return found;
  };
  const id = (handle: string): string => person(handle).aadObjectId;
  const members = people.map(({ handle }) => id(handle));
  const team = world.addTeam({ name: 'Security', members, hasApp: false });
  const announcements = world.addChannel(team.id, { name: 'Announcements' });
  const whole = {
    MICROSOFT_APP_ID: world.appId,
    MICROSOFT_APP_PASSWORD: secret,
    MICROSOFT_APP_TENANT_ID: world.tenantId,
    MICROSOFT_LOGIN_URL: server.origin,
    MICROSOFT_OPENID_URL: server.openIdUrl,
    MICROSOFT_GRAPH_URL: server.graphUrl,
    TEAMS_SERVICE_HOSTS: '127.0.0.1',
    TEAMS_ANNOUNCE_CHANNEL: `${team.id}/${announcements.id}`,
    SSIRP_DIGEST: 'off',
    ...env,
  };
  const bot = await start(whole, { now });
  holder.bot = bot;
  const teams = new TeamsClient(server, { url: `http://127.0.0.1:${bot.port}` });
  const forms = new Map<string, OpenDialog>();

  const settled = async (): Promise<void> => {
    const end = server.world.now() + patienceMs;
    await teams.told();
    await bot.app.settled();
    while (outboxCounts(bot.app.store.db).waiting > 0) {
      const next = bot.clock.next();
      if (next === undefined || Date.parse(next) > end) return;
      bot.clock.advanceTo(next);
      await bot.app.settled();
    }
  };

  await teams.installs({ by: id('ada'), where: team });
  for (const { handle } of people) await teams.installs({ by: id(handle) });
  await settled();

  const chat = (): TeamsChat | undefined =>
    [...world.chats.values()].find(({ kind }) => kind === 'groupChat');
  const root = (): TeamsMessage | undefined =>
    world.messages.find(
      (message) => message.rootId === undefined && /^inc-\d/u.test(textOfMessage(message)),
    );
  const room = (): string => {
    const thread = root();
    const found = chat()?.id ?? (thread && `${thread.conversationId};messageid=${thread.id}`);
    if (found === undefined) throw new Error('no room was opened');
    return found;
  };
  const conversation = (where: Where): string =>
    where === 'general' ? team.threadId : where === 'announcements' ? announcements.id : room();

  /** What only they were shown: where they are, and in their chat with the bot. */
  const shownTo = (handle: string): TeamsMessage[] => [
    ...world.targetedTo(id(handle)),
    ...world.messagesIn(world.personalChat(id(handle)).id).filter(({ from }) => from === null),
  ];
  const newAnswer = async (handle: string, work: () => Promise<Acted | void>): Promise<Said> => {
    await bot.later({ milliseconds: deedMs });
    const before = new Set(shownTo(handle).map((message) => message.id));
    const acted = await work();
    if (acted?.failure !== undefined) throw new Error(`${handle}: ${acted.failure}`);
    if (acted?.dialog) forms.set(handle, acted.dialog);
    await settled();
    const added = shownTo(handle).filter((message) => !before.has(message.id));
    const own = added.find((message) => openerOf(message) !== undefined);
    // People press the button that opens the dialog: what is typed cannot.
    if (own && !acted?.dialog) {
      const label = openerOf(own) ?? '';
      const opened = await teams.press({
        by: id(handle),
        in: whereIs(own),
        message: own.id,
        label,
      });
      if (opened.dialog) forms.set(handle, opened.dialog);
      await settled();
    }
    const texts = [acted?.notice ?? '', ...added.map(textOfMessage)];
    return { text: texts.filter((text) => text !== '').join('\n') };
  };
  const pressIn = (handle: string, message: TeamsMessage, label: string) =>
    newAnswer(handle, () =>
      teams.press({ by: id(handle), in: whereIs(message), message: message.id, label }),
    );
  const shownForm = (handle: string): OpenDialog => {
    const form = forms.get(handle);
    if (form === undefined || inputsOf(form.card).length === 0)
      throw new Error(`${handle} has no form open`);
    return form;
  };

  return {
    server,
    graph,
    teams,
    bot,
    team,
    person,
    room,
    conversation,
    settled,
    env: whole,
    types: (handle, where, text) =>
      newAnswer(handle, async () => {
        const said = text.replaceAll(/@([a-z]+)\b/gu, (at, one: string) =>
          people.some(({ handle: known }) => known === one) ? `@${person(one).name}` : at,
        );
        const { status } = await teams.says({
          by: id(handle),
          in: conversation(where),
          text: `@${world.botName} ${said}`,
        });
        if (status !== 200) throw new Error(`the bot answered with status ${status}`);
      }),
    presses: (handle, label) => {
      const found = world
        .messagesIn(room())
        .findLast((message) => buttonsIn(message).includes(label));
      if (found === undefined) throw new Error(`no message has a button “${label}”`);
      return pressIn(handle, found, label);
    },
    pressesOwn: (handle, _where, label) => {
      const found = shownTo(handle).findLast((message) => buttonsIn(message).includes(label));
      if (found === undefined) throw new Error(`${handle} was shown no button “${label}”`);
      return pressIn(handle, found, label);
    },
    openForm: (handle) => {
      const form = forms.get(handle);
      return form && inputsOf(form.card).length > 0 ? form.title : undefined;
    },
    form: (handle) => {
      const { title, card } = shownForm(handle);
      const inputs = inputsOf(card);
      return {
        says: [title, textOf(card), ...inputs.flatMap(offersOf)].join('\n'),
        holds: Object.fromEntries(
          inputs.map((input) => [textAt(input, 'id') ?? '', textAt(input, 'value') ?? '']),
        ),
      };
    },
    submits: async (handle, values) => {
      const form = shownForm(handle);
      const inputs = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value.startsWith('@') ? id(value.slice(1)) : value,
        ]),
      );
      const { dialog, failure } = await teams.submits(form, { inputs, label: submitOf(form) });
      if (failure !== undefined) throw new Error(`${handle}: ${failure}`);
      if (dialog) forms.set(handle, dialog);
      else forms.delete(handle);
      await settled();
      return dialog ? errorsIn(dialog.card) : {};
    },
    writes: async (handle, text) => {
      const { message } = await teams.says({ by: id(handle), in: room(), text });
      return message.id;
    },
    captures: (handle, message) =>
      newAnswer(handle, () =>
        teams.messageAction({ by: id(handle), in: room(), message, command: 'addToTimeline' }),
      ),
    told: async (handle) => {
      await settled();
      const own = world.messagesIn(world.personalChat(id(handle)).id);
      return own.filter(({ from }) => from === null).map(seen);
    },
    messages: async (where) => {
      await settled();
      return world.messagesIn(conversation(where)).map(seen);
    },
    pinned: async () => {
      await settled();
      return world
        .messagesIn(room())
        .map(seen)
        .filter(({ text }) => /^INC-\d{4}-\d{4} · /u.test(text));
    },
    topic: async () => {
      await settled();
      const message = root();
      return chat()?.topic ?? (message ? textOfMessage(message) : '');
    },
    members: async () => {
      await settled();
      const inChat = chat()?.members;
      const isThere = inChat ? (one: string) => inChat.has(one) : meantIn(world.messagesIn(room()));
      return people.map(({ handle }) => handle).filter((handle) => isThere(id(handle)));
    },
    files: async () => {
      await settled();
      for (const { handle } of people) await takeFiles(handle);
      return [...server.uploads.all.values()].map(({ name, content }) => ({
        name,
        content: content.toString('utf8'),
      }));
    },
    channelName: async () => {
      await settled();
      const message = root();
      const [first = ''] = message ? textOfMessage(message).split('\n') : [];
      // The title of a chat goes on to say what is so: it was made with its name.
      const [made] = server.callsOf('createChat');
      return made ? (textAt(made.body, 'topic') ?? '') : first;
    },
    later: async (duration) => {
      await bot.later(duration);
      await settled();
    },
    timeline: () => bot.timeline(),
    verify: () => [
      ...bot.problems(),
      ...server.lint,
      ...server.tooFast.map(({ call, about }) => `too fast: ${call} ${about}`),
    ],
    [Symbol.asyncDispose]: async () => {
      await bot[Symbol.asyncDispose]();
      await server.close();
    },
  };

  async function takeFiles(handle: string): Promise<void> {
    const own = world.personalChat(id(handle)).id;
    for (const message of world.messagesIn(own)) {
      if (!offersFile(message)) continue;
      await bot.later({ milliseconds: deedMs });
      await teams.answersFile({ by: id(handle), in: own, message: message.id, accepts: true });
      await settled();
    }
  }
}

function seen(message: TeamsMessage): Seen {
  return { text: textOfMessage(message), buttons: buttonsIn(message) };
}

/** A person's words as they wrote them, a card's as they are read. */
function textOfMessage(message: TeamsMessage): string {
  const card = cardOf(message);
  return card ? textOf(card) : (textAt(message.activity, 'text') ?? '');
}

/** Only buttons that can be pressed. */
function buttonsIn(message: TeamsMessage): string[] {
  const card = cardOf(message);
  if (!card) return [];
  const disabled = actionsOf(card).filter((action) => action['isEnabled'] === false);
  const gone = new Set(disabled.map((action) => textAt(action, 'title')));
  return buttonsOf(card).filter((title) => !gone.has(title));
}

/** Label of the button that does nothing but open the form that was typed. */
function openerOf(message: TeamsMessage): string | undefined {
  return buttonsIn(message).find((label) => label.startsWith('Open: '));
}

function whereIs({ conversationId, rootId }: TeamsMessage): string {
  return rootId === undefined ? conversationId : `${conversationId};messageid=${rootId}`;
}

/** Who was mentioned in these messages, or wrote one. */
function meantIn(messages: readonly TeamsMessage[]): (aadObjectId: string) => boolean {
  const ids = new Set(
    messages.flatMap((message) => [
      message.from ?? '',
      ...objectsAt(objectAt(cardOf(message) ?? {}, 'msteams') ?? {}, 'entities').map(
        (entity) => textAt(objectAt(entity, 'mentioned') ?? {}, 'id') ?? '',
      ),
    ]),
  );
  return (aadObjectId) => ids.has(aadObjectId);
}

function inputsOf(card: Json): Json[] {
  return elementsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
}

/** Links in the text can be pressed too. */
function submitOf({ card }: OpenDialog): string {
  const submit = actionsOf(card).find(({ type }) => type === 'Action.Submit');
  return textAt(submit ?? {}, 'title') ?? '';
}

function offersOf(input: Json): string[] {
  return objectsAt(input, 'choices').map((choice) => textAt(choice, 'title') ?? '');
}

/** By the field above them; what concerns no field by the empty name. */
function errorsIn(card: Json): Record<string, string> {
  const errors: Record<string, string> = {};
  let field = '';
  for (const element of elementsOf(card)) {
    if (String(element['type']).startsWith('Input.')) field = textAt(element, 'id') ?? '';
    const text = textOf({ body: [element] });
    if (text.startsWith('✗ ')) errors[field] = text.slice(2);
  }
  return errors;
}

function offersFile(message: TeamsMessage): boolean {
  return objectsAt(message.activity, 'attachments').some(
    ({ contentType }) => contentType === 'application/vnd.microsoft.teams.card.file.consent',
  );
}
