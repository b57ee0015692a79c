/**
 * Sends one event of the log to all who may see it, each class in its own words (R5).
 *
 * - An audience entry goes to its rooms, its envelope built and encoded once for all of them.
 * - Some sockets are asked for an acknowledgement instead (see `acks.ts`); each socket gets the event once.
 */
import type { Server } from 'socket.io';
import { type LoggedEvent, toEnvelope } from '../engine/log.ts';
import type { Acks } from './acks.ts';

export interface BroadcastOptions {
  readonly io: Server;
  readonly acks: Acks;
  readonly epoch: () => string;
}

export function createBroadcast({ io, acks, epoch }: BroadcastOptions): (event: LoggedEvent) => void {
  const { rooms: members } = io.sockets.adapter;
  return (event) => {
    const traced = acks.open(event);
    for (const entry of event.audience) {
      // Rooms with nobody in them are left out here; no room at all would mean everybody.
      const rooms = entry.rooms.filter((room) => members.has(room));
      if (rooms.length === 0) continue;
      const envelope = toEnvelope(event, entry.data ?? event.data, epoch());
      const asked = traced?.ask(rooms, envelope);
      const rest = io.to(rooms);
      if (!asked) rest.emit(event.type, envelope);
      else if (!asked.all) rest.except(asked.ids).emit(event.type, envelope);
    }
    traced?.close();
  };
}
