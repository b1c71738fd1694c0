import type { Author } from './author.ts';
import { now } from './clock.ts';

export type Load = { stop(): void };

/** Keeps so many sends of each author on their way: finds out how much a server can take. */
export const windowed = (authors: Author[], window: number): Load => {
  let running = true;
  const next = (author: Author) => {
    if (running) author.send(now(), () => next(author));
  };
  for (const author of authors) for (let i = 0; i < window; i++) next(author);
  return {
    stop: () => {
      running = false;
    },
  };
};

/**
 * Sends at fixed moments, the authors in turn, whether or not earlier sends were answered (open loop): a server that
 * stalls is charged for everything that was due while it stalled.
 * @param perSecond sends of all these authors together
 * @param startAt moment of the first send, on the clock of `clock.ts`
 */
export const scheduled = (authors: Author[], perSecond: number, startAt: number): Load => {
  const interval = 1_000 / perSecond;
  let sent = 0;
  let timer: NodeJS.Timeout;
  const sendDue = () => {
    const time = now();
    for (let due = startAt + sent * interval; due <= time; due = startAt + ++sent * interval) {
      authors[sent % authors.length]?.send(due);
    }
    timer = setTimeout(sendDue, Math.max(1, Math.min(20, startAt + sent * interval - now())));
  };
  timer = setTimeout(sendDue, Math.max(0, startAt - now()));
  return { stop: () => clearTimeout(timer) };
};
