// What people and administrators do with the app and its rooms: install it, come and go, rename, delete. The bot hears of
// it as of everything that happens in the world.

import { BotConnection, type Delivery } from './bot-connection.ts';
import type { TeamsChannel, TeamsChat, TeamsTeam } from './model.ts';

export class ClientPlaces extends BotConnection {
  /** Puts the app into a team or group chat; without `where` into the person's own chat. */
  async installs(on: { by: string; where?: TeamsTeam | TeamsChat }): Promise<Delivery[]> {
    this.server.world.install(on.where ?? this.server.world.personalChat(on.by), on.by);
    return this.told();
  }

  async uninstalls(on: { by: string; where?: TeamsTeam | TeamsChat }): Promise<Delivery[]> {
    this.server.world.uninstall(on.where ?? this.server.world.personalChat(on.by), on.by);
    return this.told();
  }

  async adds(on: {
    by: string;
    people: readonly string[];
    where: TeamsTeam | TeamsChannel | TeamsChat;
  }): Promise<Delivery[]> {
    this.server.world.addMembers(on.where, on.people, on.by);
    return this.told();
  }

  /** Removing oneself is leaving. */
  async removes(on: {
    by: string;
    people: readonly string[];
    where: TeamsTeam | TeamsChannel | TeamsChat;
  }): Promise<Delivery[]> {
    this.server.world.removeMembers(on.where, on.people, on.by);
    return this.told();
  }

  async renames(on: {
    by: string;
    where: TeamsTeam | TeamsChannel;
    name: string;
  }): Promise<Delivery[]> {
    const { world } = this.server;
    if (on.where.kind === 'team') world.renameTeam(on.where, on.name, on.by);
    else world.renameChannel(on.where, on.name, on.by);
    return this.told();
  }

  async deletes(on: { by: string; where: TeamsTeam | TeamsChannel }): Promise<Delivery[]> {
    const { world } = this.server;
    if (on.where.kind === 'team') world.deleteTeam(on.where, on.by);
    else world.deleteChannel(on.where, on.by);
    return this.told();
  }

  async restores(on: { by: string; where: TeamsChannel }): Promise<Delivery[]> {
    this.server.world.restoreChannel(on.where, on.by);
    return this.told();
  }

  async archives(on: { by: string; where: TeamsTeam; isArchived?: boolean }): Promise<Delivery[]> {
    this.server.world.archiveTeam(on.where, on.isArchived ?? true, on.by);
    return this.told();
  }
}
