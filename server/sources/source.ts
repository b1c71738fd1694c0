import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';

/**
 * - `connecting`: on its way to the broker, for the first time or again
 * - `waiting`: connected, and held up by something that is said in `problem`
 * - `consuming`: what arrives is stored
 */
export type SourceState = 'stopped' | 'connecting' | 'waiting' | 'consuming';

/** Something that ticket events are read from. It never gives up by itself, and never loses or skips an event. */
export interface TicketSource {
  readonly name: string;
  readonly state: SourceState;
  /** What keeps it from consuming, for health and for people; null while all is well. */
  readonly problem: string | null;
  /** Begins, and resolves at once: a broker that is away must not hold up the start of an instance. */
  start(): Promise<void>;
  /** Finishes or leaves what is in hand; whatever was not committed is delivered again. */
  stop(): Promise<void>;
}

/** What a session gets to work with. */
export type Turn = {
  /** Aborted when the source is to stop. */
  signal: AbortSignal;
  consuming(): void;
  /** @param problem one sentence for whoever runs this */
  waiting(problem: string, error?: unknown): void;
};

/** Connects, consumes until the signal, and cleans up. Whatever it throws ends the session, and another one begins. */
export type Session = (turn: Turn) => Promise<void>;

const firstDelay = 250;
const longestDelay = 10_000;

/** Runs sessions, one after the other, with growing pauses after failures. */
export class RestartingSource implements TicketSource {
  readonly name: string;
  readonly #session: Session;
  readonly #log: Logger;
  readonly #metrics: Metrics;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #state: SourceState = 'stopped';
  #problem: string | null = null;
  #failures = 0;

  constructor(options: { name: string; session: Session; log: Logger; metrics: Metrics }) {
    this.name = options.name;
    this.#session = options.session;
    this.#metrics = options.metrics;
    this.#log = options.log.child({ source: options.name });
  }

  get state(): SourceState {
    return this.#state;
  }

  get problem(): string | null {
    return this.#problem;
  }

  async start(): Promise<void> {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#become('stopped', null);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#become('connecting', this.#problem);
      const ended = new AbortController();
      try {
        await this.#session(this.#turn(AbortSignal.any([signal, ended.signal])));
      } catch (error) {
        if (signal.aborted) return;
        this.#become('connecting', describeError(error), error);
        await pause(this.#failures++, signal);
      } finally {
        // Releases what the session hung on its signal.
        ended.abort();
      }
    }
  }

  #turn(signal: AbortSignal): Turn {
    return {
      signal,
      consuming: () => {
        this.#failures = 0;
        this.#become('consuming', null);
      },
      waiting: (problem, error) => this.#become('waiting', problem, error),
    };
  }

  // One line per change: a broker that stays away for an hour is one problem, not hundreds.
  #become(state: SourceState, problem: string | null, error?: unknown): void {
    if (problem !== null && problem !== this.#problem) this.#log.warn({ err: error }, `ticket source: ${problem}`);
    if (state === 'consuming' && this.#state !== 'consuming') this.#log.info('ticket source: consuming');
    this.#metrics.sourceConsuming.set({ source: this.name }, state === 'consuming' ? 1 : 0);
    this.#state = state;
    this.#problem = problem;
  }
}

/** Waits longer after each failure, with some chance in it, so that several workers do not return in step. */
export const pause = async (failures: number, signal: AbortSignal): Promise<void> => {
  const span = Math.min(longestDelay, firstDelay * 2 ** Math.min(failures, 10));
  await abortable(delay(span * (0.5 + Math.random() / 2), undefined, { signal }), signal);
};

/**
 * Tries until it is done or the turn ends, with growing pauses: the source stands still meanwhile, and nothing is skipped.
 * @param problem what is said about it while it does not succeed
 */
export const untilDone = async <T>(turn: Turn, problem: string, work: () => Promise<T>): Promise<T> => {
  for (let failures = 0; ; failures++) {
    turn.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      turn.signal.throwIfAborted();
      turn.waiting(problem, error);
      await pause(failures, turn.signal);
    }
  }
};

/** Resolves early instead of throwing when the signal is what ended the wait. */
export const abortable = async (work: Promise<unknown>, signal: AbortSignal): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // An AggregateError of several failed attempts says nothing itself; its first part does.
  const first = error instanceof AggregateError ? error.errors.find((part) => part instanceof Error) : undefined;
  const reason = error.message === '' && first instanceof Error ? first.message : error.message;
  return reason === '' ? error.name : reason;
};
