// One effect into the console's store. Every deed may be repeated: keys and plain values make the second one nothing.
import type { Deed, Delivery, OutgoingEffect } from '../port.ts';
import { messageBody } from './body.ts';
import type { ChannelRow, ConsoleStore, MessageRow } from './store.ts';
import { announcements, bot } from './store.ts';
import { nameOf, personas } from './personas.ts';

interface Place {
  store: ConsoleStore;
  at: string;
  origin: string;
}

export function deliver(place: Place, { key, deed }: OutgoingEffect): Delivery {
  switch (deed.kind) {
    case 'openChannel':
      return openChannel(place, key, deed);
    case 'topic':
      return change(place, deed.conversation, { topic: deed.topic });
    case 'invite':
      return invite(place, deed);
    case 'post':
      return post(place, key, deed);
    case 'reply':
      return reply(place, key, deed);
    case 'tell':
      return tell(place, key, deed);
    case 'update':
      return update(place, deed);
    case 'upload':
      return upload(place, key, deed);
    case 'home':
    case 'canvas':
    case 'bookmark':
      return { outcome: 'failed', reason: 'not in the console' };
    case 'archive':
      return change(place, deed.conversation, { archived: true });
    case 'remove':
      return remove(place, deed);
    case 'look':
      return look(place, deed);
  }
}

function remove({ store }: Place, deed: Deed & { kind: 'remove' }): Delivery {
  const channel = store.channel(deed.conversation);
  if (channel === undefined) return noChannel(deed.conversation);
  const members = channel.members.filter((member) => !deed.people.includes(member));
  store.changeChannel(channel.id, { members });
  return done('');
}

function look({ store }: Place, deed: Deed & { kind: 'look' }): Delivery {
  const channel = store.channel(deed.conversation);
  if (channel === undefined) return { ...done(''), saw: null };
  const people = channel.members.map((person) => ({
    person,
    kind: personas.find(({ id }) => id === person)?.kind ?? ('unknown' as const),
  }));
  return {
    ...done(''),
    saw: {
      name: channel.name,
      isPrivate: channel.private,
      isShared: false,
      isArchived: channel.archived,
      hasBot: true,
      people,
    },
  };
}

function openChannel(place: Place, key: string, deed: Deed & { kind: 'openChannel' }): Delivery {
  const { store } = place;
  const id = `room:${key}`;
  const row = { id, private: deed.private, topic: deed.purpose, archived: false, members: [] };
  for (let suffix = 1; store.channel(id) === undefined; suffix += 1) {
    store.addChannel({ ...row, name: suffix === 1 ? deed.name : `${deed.name}-${suffix}` });
  }
  const name = store.channel(id)?.name ?? deed.name;
  return {
    outcome: 'delivered',
    externalId: id,
    conversation: id,
    name,
    url: `${place.origin}/?channel=${encodeURIComponent(id)}`,
  };
}

function change(
  { store }: Place,
  conversation: string,
  to: Partial<Pick<ChannelRow, 'topic' | 'archived'>>,
): Delivery {
  if (store.channel(conversation) === undefined) return noChannel(conversation);
  store.changeChannel(conversation, to);
  return done('');
}

function invite({ store }: Place, deed: Deed & { kind: 'invite' }): Delivery {
  const channel = store.channel(deed.conversation);
  if (channel === undefined) return noChannel(deed.conversation);
  store.changeChannel(channel.id, { members: [...new Set([...channel.members, ...deed.people])] });
  const names = (deed.groups ?? []).map(({ name }) => name);
  if (names.length === 0) return done('');
  // Invited or not is settled: nobody came in with a group.
  return {
    ...done(''),
    invited: [],
    remark: `the console has no user groups: ${names.join(', ')}`,
  };
}

function post(place: Place, key: string, deed: Deed & { kind: 'post' }): Delivery {
  const to = deed.to ?? announcements;
  if (place.store.channel(to) === undefined) return noChannel(to);
  return {
    ...add(place, key, { channel: to, body: messageBody(deed.message), pinned: deed.pin }),
    conversation: to,
  };
}

/** The console has no threads: it stands in the same channel. */
function reply(place: Place, key: string, deed: Deed & { kind: 'reply' }): Delivery {
  const channel = place.store.message(Number(deed.messageId))?.channel;
  if (channel === undefined) return done('');
  return add(place, key, { channel, body: messageBody(deed.message), pinned: false });
}

function tell(place: Place, key: string, deed: Deed & { kind: 'tell' }): Delivery {
  const { store } = place;
  const id = `dm:${deed.person}`;
  store.addChannel({
    id,
    name: id,
    private: true,
    topic: `Only ssirp-bot and ${nameOf(deed.person)}`,
    archived: false,
    members: [deed.person],
  });
  return {
    ...add(place, key, { channel: id, body: messageBody(deed.message), pinned: false }),
    conversation: id,
  };
}

function update({ store }: Place, deed: Deed & { kind: 'update' }): Delivery {
  const row = store.message(Number(deed.externalId));
  if (row?.channel !== deed.conversation) {
    return {
      outcome: 'failed',
      reason: `there is no message ${deed.externalId} in ${deed.conversation}`,
      isGone: true,
    };
  }
  const body = messageBody(deed.message, row.body['marked'] === true);
  if (JSON.stringify(body) !== JSON.stringify(row.body)) store.changeMessage(row.id, body);
  return done(String(row.id));
}

function upload(place: Place, key: string, deed: Deed & { kind: 'upload' }): Delivery {
  if (place.store.channel(deed.conversation) === undefined) return noChannel(deed.conversation);
  const content = Buffer.from(deed.content).toString('base64');
  const { filename, title } = deed;
  const body = { kind: 'file', filename, title, content };
  return add(place, key, { channel: deed.conversation, body, pinned: false });
}

function add(
  { store, at }: Place,
  key: string,
  row: Pick<MessageRow, 'channel' | 'body' | 'pinned'>,
): Delivery & { outcome: 'delivered' } {
  return done(String(store.addMessage({ ...row, author: bot, at, key: `bot:${key}` }).id));
}

const done = (externalId: string): Delivery & { outcome: 'delivered' } => ({
  outcome: 'delivered',
  externalId,
});

const noChannel = (conversation: string): Delivery => ({
  outcome: 'failed',
  reason: `there is no channel ${conversation}`,
});
