import { setTimeout as delay } from 'node:timers/promises';
import type { Pages } from './server.ts';

/** Milliseconds after which nobody is waited for any more. */
const patience = 5_000;

/**
 * What nobody waits for begins after the first page was served: whoever starts this wants to see it.
 * @returns the pages, and a promise that is kept when the first one was served, or 5 s later
 */
export const untilFirstPage = (pages: Pages): { pages: Pages; shown: Promise<void> } => {
  const first = Promise.withResolvers<void>();
  const show: Pages['show'] = (request, response) => {
    response.once('close', first.resolve);
    return pages.show(request, response);
  };
  return {
    pages: { ...pages, show },
    shown: Promise.race([first.promise, delay(patience, undefined, { ref: false })]),
  };
};
