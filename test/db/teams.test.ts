import { expect, test } from 'vitest';
import { openStore } from '#db/open.ts';
import {
  allTeamsPlaces,
  loadTeamsPerson,
  loadTeamsPersonByTeamsId,
  loadTeamsPlace,
  saveTeamsPerson,
  saveTeamsPlace,
} from '#db/teams.ts';

const channel = {
  conversationId: '19:general@thread.tacv2',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  kind: 'channel' as const,
  teamId: '0b7b1a3c-0000-4000-8000-000000000001',
  channelId: '19:general@thread.tacv2',
  name: 'General',
  goneAt: null,
};

test('a place is known after a restart, with the team that only the installation told of', () => {
  using store = openStore(':memory:');
  saveTeamsPlace(store.db, channel);
  const { teamId: _teamId, ...without } = channel;
  saveTeamsPlace(store.db, { ...without, serviceUrl: 'https://smba.trafficmanager.net/amer/' });
  expect(loadTeamsPlace(store.db, channel.conversationId)).toEqual({
    ...channel,
    serviceUrl: 'https://smba.trafficmanager.net/amer/',
  });
});

test('places stand in the order in which the bot heard of them, however often', () => {
  using store = openStore(':memory:');
  saveTeamsPlace(store.db, channel);
  saveTeamsPlace(store.db, { ...channel, conversationId: '19:another@thread.tacv2' });
  saveTeamsPlace(store.db, channel);
  expect(allTeamsPlaces(store.db).map(({ conversationId }) => conversationId)).toEqual([
    '19:general@thread.tacv2',
    '19:another@thread.tacv2',
  ]);
});

test('a person is found by either of their ids', () => {
  using store = openStore(':memory:');
  const ada = {
    aadObjectId: 'ada',
    teamsId: '29:ada',
    serviceUrl: channel.serviceUrl,
    chat: null,
    goneAt: null,
  };
  saveTeamsPerson(store.db, ada);
  saveTeamsPerson(store.db, { ...ada, chat: 'a:ada' });
  expect(loadTeamsPerson(store.db, 'ada')?.chat).toBe('a:ada');
  expect(loadTeamsPersonByTeamsId(store.db, '29:ada')?.aadObjectId).toBe('ada');
  expect(loadTeamsPersonByTeamsId(store.db, '29:ben')).toBeUndefined();
});
