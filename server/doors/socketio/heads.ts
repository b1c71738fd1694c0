import { timing } from '../../../protocol/index.ts';
import type { LogKinds } from '../../engine/log/kinds.ts';
import type { Io } from './socket.ts';

/** Ten thousand at once would hold up every message for a third of a second; so they take two or three seconds. */
const sliceSize = 25;
const pause = 5;

/**
 * Tells clients how far the logs are that they hear, for the loss that no later message reveals. Each version is told
 * once, some time after it was delivered: a log at rest costs nothing, nor does one in which nothing is yet.
 * @param versions what this instance has delivered: log → version
 */
export const startHeads = (io: Io, kinds: LogKinds, versions: () => Iterable<[string, number]>): { stop(): void } => {
  const told = new Map<string, number>();
  let timer: NodeJS.Timeout;

  const tell = (log: string, version: number) => {
    told.set(log, version);
    const { event, payload } = kinds.headOf(log, version);
    io.local.to(kinds.roomOf(log)).emit(event, payload as never);
  };

  const tellSlice = (news: [string, number][]) => {
    for (const [log, version] of news.slice(0, sliceSize)) tell(log, version);
    const rest = news.slice(sliceSize);
    if (rest.length === 0) schedule();
    else timer = setTimeout(() => tellSlice(rest), pause);
  };

  const tellNews = () => {
    const current = new Map(versions());
    for (const log of told.keys()) if (!current.has(log)) told.delete(log);
    tellSlice([...current].filter(([log, version]) => (told.get(log) ?? 0) !== version));
  };

  const schedule = () => {
    // Jittered by half, so that instances and their clients do not move in step.
    timer = setTimeout(tellNews, timing.heads * (0.75 + Math.random() / 2));
  };
  schedule();
  return { stop: () => clearTimeout(timer) };
};
