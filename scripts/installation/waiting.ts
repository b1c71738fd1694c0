import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const interval = 50;

/**
 * Asks again and again until the answer is yes.
 * @param what completes the sentence "waited n s for …" of the error
 * @param condition a rejection counts as "not yet", and is named in the error when the time is up
 */
export const until = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  patience = 10_000,
): Promise<void> => {
  const end = Date.now() + patience;
  let reason: unknown;
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s for ${what}`, { cause: reason });
    await delay(interval);
  }
};

/** Whether somebody listens on this port of 127.0.0.1. */
export const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};
