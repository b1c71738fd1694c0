/** A channel between instances. Data channels carry committed batches, the others what may be lost. */
export type Handler = (message: string) => void;

/**
 * What instances tell each other, as fast as possible and without any promise: a message may be lost, doubled or
 * late. Everything that must arrive is in the log; the bus only makes it fast. A process never hears itself.
 */
export type Bus = {
  /** Sends to every other instance; never throws, never waits. */
  publish(channel: string, message: string): void;
  /** Hears a channel from now on. One handler per channel. */
  subscribe(channel: string, handler: Handler): void;
  /** Whether messages are getting through, as far as can be told. */
  isHealthy(): boolean;
  /** Called on every change of {@link isHealthy}. */
  onHealth(listener: (healthy: boolean) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const shards = 128;

/** Rings when a membership, session or person changed: look at the log now. */
export const doorbell = 'doorbell';
export const presenceChannel = 'presence';
export const ticketChannel = 'tickets';
/** All channels of conversations. */
export const chatChannels = Array.from({ length: shards }, (_, shard) => `chat:${shard}`);

/** @returns the channel of a conversation; the last digits of a UUIDv7 are random, so they spread evenly */
export const chatChannel = (conversationId: string): string =>
  `chat:${Number.parseInt(conversationId.slice(-2), 16) % shards}`;
