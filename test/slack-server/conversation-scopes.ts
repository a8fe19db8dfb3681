// Which scope a call really needs. Slack's lists of scopes are blind to the type of conversation: a bot with only
// channels:* passes them and still may not touch a private channel, which needs groups:*.

import type { Call } from './call.ts';
import type { MethodContract } from './contract.ts';
import type { ChannelKind } from './model.ts';

const prefixes = {
  public: 'channels:',
  private: 'groups:',
  im: 'im:',
  mpim: 'mpim:',
} as const satisfies Record<ChannelKind, string>;

const kindsOfTypes = new Map<string, ChannelKind>([
  ['public_channel', 'public'],
  ['private_channel', 'private'],
  ['im', 'im'],
  ['mpim', 'mpim'],
]);

function argument(call: Call, name: string): string {
  return call.args[name] ?? '';
}

/** The kinds of conversation a call is about; empty when it is about none, or about one nobody knows. */
function kindsOf(call: Call): ChannelKind[] {
  switch (call.method) {
    case 'conversations.create':
      return [['true', '1'].includes(argument(call, 'is_private')) ? 'private' : 'public'];
    case 'conversations.list':
    case 'users.conversations':
      return (argument(call, 'types') || 'public_channel').split(',').flatMap((type) => {
        const kind = kindsOfTypes.get(type.trim());
        return kind ? [kind] : [];
      });
    case 'conversations.open':
      if (argument(call, 'users') !== '')
        return [argument(call, 'users').includes(',') ? 'mpim' : 'im'];
      break;
  }
  const channel = call.workspace.channels.get(argument(call, 'channel'));
  return channel ? [channel.kind] : [];
}

/** The scopes of which one is missing, or undefined when the token may make this call. */
export function missingScopes(call: Call, contract: MethodContract): string[] | undefined {
  const { scopes } = call.workspace;
  const isGranted = (wanted: readonly string[]): boolean =>
    wanted.length === 0 || wanted.some((scope) => scopes.has(scope));
  if (!isGranted(contract.scopes)) return [...contract.scopes];

  const isByKind = contract.scopes.some((scope) => scope.startsWith(prefixes.private));
  if (!isByKind) return undefined;
  for (const kind of kindsOf(call)) {
    const wanted = contract.scopes.filter((scope) => scope.startsWith(prefixes[kind]));
    if (!isGranted(wanted)) return wanted;
  }
  return undefined;
}
