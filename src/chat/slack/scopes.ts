// The permissions the bot asks for, each with its reason: the manifest, the doctor and the docs read this table.

export interface ScopeNeed {
  scope: string;
  why: string;
}

export const requiredScopes: readonly ScopeNeed[] = [
  { scope: 'commands', why: 'the /incident command and the shortcuts' },
  { scope: 'chat:write', why: 'posting and updating the messages of an incident' },
  { scope: 'groups:write', why: 'making, filling and archiving private incident channels' },
  { scope: 'groups:read', why: 'seeing who joins and leaves private incident channels' },
  { scope: 'channels:manage', why: 'making, filling and archiving open incident channels' },
  { scope: 'channels:read', why: 'finding the announcement channel; who joins and leaves' },
  { scope: 'im:write', why: 'telling one person about a task or a role' },
  { scope: 'users:read', why: 'names and time zones; telling members from guests' },
  { scope: 'pins:write', why: "pinning the incident's card" },
  { scope: 'app_mentions:read', why: 'commands given by mentioning the bot, in threads too' },
  { scope: 'reactions:read', why: 'noticing the 📌 that puts a message on the timeline' },
  {
    scope: 'channels:history',
    why: 'reading the pinned message; finding a post again after a crash',
  },
  { scope: 'groups:history', why: 'the same in private incident channels' },
  { scope: 'im:history', why: 'finding a direct message again after a crash' },
  { scope: 'files:write', why: 'uploading exports' },
  { scope: 'files:read', why: 'finding an upload again after a crash' },
];
