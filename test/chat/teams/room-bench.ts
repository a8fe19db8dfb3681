// Rooms of incidents, opened and led against the strict cloud: Ada and Bo are in the team, Cy is not.
import type { Deed, Delivery } from '#src/chat/port.ts';
import type { Rooms } from '#src/chat/teams/delivering.ts';
import type { TeamsChat, TeamsMessage, TeamsPerson } from '../../teams-server/model.ts';
import { cardOf, textOf } from '../../teams-server/reading.ts';
import { DeliverBench } from './deliver-bench.ts';

type Delivered = Extract<Delivery, { outcome: 'delivered' }>;
type OpenRoom = Deed & { kind: 'openChannel' };

export const again = { attempt: 2 };

export const openIncident: OpenRoom = {
  kind: 'openChannel',
  name: 'inc-2026-0001-worm',
  private: false,
  purpose: 'The room of INC-2026-0001.',
};

export function words(message: TeamsMessage | undefined): string {
  return message === undefined ? '' : textOf(cardOf(message) ?? {});
}

export class RoomBench implements AsyncDisposable {
  readonly bench: DeliverBench;
  readonly bo: TeamsPerson;
  readonly cy: TeamsPerson;

  private constructor(bench: DeliverBench) {
    this.bench = bench;
    const { world } = bench.server;
    this.bo = world.addPerson({ name: 'Bo Ek' });
    this.cy = world.addPerson({ name: 'Cy Moor' });
    world.addMembers(bench.team, [this.bo.aadObjectId], null);
    for (const permission of ['Channel.Create.Group', 'ChatSettings.ReadWrite.Chat'])
      bench.graph.resourceSpecific.add(permission);
    bench.graph.granted.add('ChannelSettings.ReadWrite.All');
  }

  static async start(rooms: Rooms = 'thread'): Promise<RoomBench> {
    return new RoomBench(await DeliverBench.start({ rooms }));
  }

  /** Of Ada, Bo and Cy. */
  privateIncident(more: Partial<OpenRoom> = {}): OpenRoom {
    const people = [this.bench.ada, this.bo, this.cy].map((person) => this.bench.id(person));
    return { ...openIncident, name: 'inc-2026-0002', private: true, people, ...more };
  }

  async delivered(deed: Deed, more: object = {}): Promise<Delivered> {
    const delivery = await this.bench.deliver(deed, more);
    if (delivery.outcome !== 'delivered') throw new Error(`${deed.kind}: ${delivery.reason}`);
    return delivery;
  }

  /** As the dispatcher repeats it, a quarter of a minute between two tries. */
  async untilDelivered(deed: Deed): Promise<Delivery> {
    for (let attempt = 1; attempt < 20; attempt += 1) {
      this.bench.later(15_000);
      const delivery = await this.bench.deliver(deed, { attempt });
      if (delivery.outcome !== 'retryLater') return delivery;
    }
    throw new Error('it was never delivered');
  }

  /** The conversation of a room that was opened. */
  async open(deed: Deed): Promise<string> {
    return (await this.delivered(deed, { key: 'open' })).conversation ?? '';
  }

  async look(conversation: string): Promise<Delivered['saw']> {
    return (await this.delivered({ kind: 'look', conversation }, { key: 'look' })).saw;
  }

  /** In the incidents channel. */
  posts(): TeamsMessage[] {
    const { server, team } = this.bench;
    return server.world.messagesIn(team.threadId).filter(({ rootId }) => rootId === undefined);
  }

  chats(): TeamsChat[] {
    return [...this.bench.server.world.chats.values()].filter(({ kind }) => kind === 'groupChat');
  }

  isInChat(person: TeamsPerson): boolean {
    return this.chats()[0]?.members.has(person.aadObjectId) === true;
  }

  channelNames(): string[] {
    return [...this.bench.server.world.channels.values()].map(({ name }) => name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
  }
}
