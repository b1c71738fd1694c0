import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/**
 * How everything that is published begins, in every version: number of the format, origin, seal. Then comes the body, and its
 * format is what the number says.
 */
const form = /^((\d{1,6}) ([0-9a-f-]{36}) )([\w-]{43}) /;

/** Characters. The largest that is ours is one commit of a few hundred long messages, or everybody who is online. */
const longestMessage = 16_000_000;

/**
 * HMAC-SHA256 over channel, format, origin and body: what is said on one channel cannot be repeated on another, nor in the
 * name of somebody else.
 */
export const sealOf = (key: KeyObject, channel: string, origin: string, body: string): string =>
  createHmac('sha256', key).update(`${channel}\n${origin}\n`).update(body).digest('base64url');

/** What came, from whom, in which format. */
export type Letter = { format: number; origin: string; body: string };

/** @throws when it has another form, or was not published by somebody who has the key */
export const openLetter = (key: KeyObject, channel: string, message: string): Letter => {
  if (message.length > longestMessage) throw new Error('a message on the bus is too long');
  const [head, from, format, origin, seal] = form.exec(message) ?? [];
  if (head === undefined || from === undefined || origin === undefined || seal === undefined)
    throw new Error('a message on the bus has another form');
  const body = message.slice(head.length);
  if (!timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(key, channel, from, body))))
    throw new Error('a message on the bus is not of this installation');
  return { format: Number(format), origin, body };
};
