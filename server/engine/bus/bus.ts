/** A channel between instances. Data channels carry committed batches, the others what may be lost. */
export type Handler = (message: string) => void;

/** `none` where nothing is needed. `latency`: milliseconds there and back; null: not known. */
export type BusSurvey = { state: 'none' | 'healthy' | 'away'; latency: number | null; bytes: number | null };

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
  /** What is known of what carries it, for people. */
  survey(): BusSurvey;
  /** Called on every change of {@link isHealthy}. */
  onHealth(listener: (healthy: boolean) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Rings when a membership, session or person changed: look at the log now. */
export const doorbell = 'doorbell';
export const presenceChannel = 'presence';
