import { timing } from '../../protocol/index.ts';
import { rooms } from '../cluster/rooms.ts';
import { ticketLog } from '../log/batch.ts';
import type { Io } from './socket.ts';

/**
 * Tells clients how far their conversations are, for the loss that no later message reveals. Each version is told
 * once, some time after it was delivered: a conversation at rest costs nothing.
 * @param versions what this instance has delivered: log → version
 */
export const startHeads = (io: Io, versions: () => Iterable<[string, number]>): { stop(): void } => {
  const told = new Map<string, number>();
  let timer: NodeJS.Timeout;

  const tell = () => {
    const current = new Map(versions());
    for (const log of told.keys()) if (!current.has(log)) told.delete(log);
    for (const [log, version] of current) {
      if (told.get(log) === version) continue;
      told.set(log, version);
      if (log === ticketLog) io.local.to(rooms.admins).emit('tickets', { after: version, version, rejections: [] });
      else io.local.to(rooms.conversation(log)).emit('head', { conversationId: log, version });
    }
    schedule();
  };

  const schedule = () => {
    // Jittered by half, so that instances and their clients do not move in step.
    timer = setTimeout(tell, timing.heads * (0.75 + Math.random() / 2));
  };
  schedule();
  return { stop: () => clearTimeout(timer) };
};
