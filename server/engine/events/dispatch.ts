import { z } from 'zod';
import {
  accesses,
  type ClientEventName,
  clientEvents,
  type Failure,
  failure,
  failureWith,
  fromZodError,
  hasAccess,
  limits,
  type Result,
  scopeOf,
} from '../../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { isPassing } from '../store/database.ts';
import type { Caller, Handlers } from './handler.ts';
import type { RateLimits } from './rate-limits.ts';

const retryAfterMs = 1_000;

/** Somebody at a door, who gets one answer. */
export type Asker = Caller & {
  /** Told of everything that no client of the contract sends. */
  fault(): void;
};

/** @returns why whoever has this session may not do dear things now, or null */
export type Unconfirmed = (sessionId: string) => Promise<Failure | null>;

/** What the dispatcher reads of an event, whichever it is: its own schema made what is handed to its own functions. */
type Definition = Omit<(typeof clientEvents)[ClientEventName], 'weight'> & { weight(payload: unknown): number };
type Handler = (caller: Caller, payload: unknown) => Promise<Result<unknown>>;

const definitions = new Map(Object.entries(clientEvents)) as unknown as ReadonlyMap<string, Definition>;

/** @returns whether the contract has an event of this name */
export const isEvent = (name: string): name is ClientEventName => definitions.has(name);

const silent = new Set(
  Object.entries(clientEvents).flatMap(([name, { data }]) => (data instanceof z.ZodNull ? [name] : [])),
);

/** @returns whether an event asks nothing, and so may be sent without waiting for an answer */
export const needsNoAnswer = (name: string): boolean => silent.has(name);

/** A list that no payload may hold is refused by its length: zod would look at every item, and complain of each. */
const longList = (payload: unknown): Failure | undefined => {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const field = Object.entries(payload).find(([, value]) => Array.isArray(value) && value.length > limits.listItems);
  return field && failure('invalid', `${field[0].slice(0, 100)}: at most ${limits.listItems} items`);
};

/**
 * From what came in at a door to a handler: known event, one payload, parsed, allowed, within limits. Whatever somebody
 * sends, they get one answer in the contract's form, and nobody else notices.
 */
export class Dispatcher {
  readonly #handlers: Readonly<Record<string, Handler>>;
  readonly #limits: RateLimits;
  readonly #metrics: Pick<Metrics, 'malformed' | 'requests'>;
  readonly #log: Logger;
  readonly #unconfirmed: Unconfirmed;

  /** @param options.unconfirmed asked before anything dear is done */
  constructor(options: {
    handlers: Handlers;
    limits: RateLimits;
    unconfirmed: Unconfirmed;
    metrics: Pick<Metrics, 'malformed' | 'requests'>;
    log: Logger;
  }) {
    // Each gets only what the schema of its own event has made: TypeScript cannot follow the name through both tables.
    this.#handlers = options.handlers as unknown as Record<string, Handler>;
    this.#limits = options.limits;
    this.#metrics = options.metrics;
    this.#log = options.log;
    this.#unconfirmed = options.unconfirmed;
  }

  /**
   * @param payloads what came beside the name of the event
   * @returns the answer; it never rejects
   */
  async answer(name: string, payloads: readonly unknown[], asker: Asker): Promise<Result<unknown>> {
    const definition = definitions.get(name);
    const handler = this.#handlers[name];
    if (definition === undefined || handler === undefined)
      return this.refuse(asker, 'unknown_event', failure('invalid', 'unknown event'));
    let result: Result<unknown>;
    try {
      const payload = this.#read(name, definition, payloads, asker);
      const { budget, weight } = definition;
      result = payload.ok
        ? ((await this.#limits.refusal(budget, asker.me.id, weight(payload.data))) ??
          (definition.dear ? await this.#unconfirmed(asker.sessionId) : null) ??
          (await handler(asker, payload.data)))
        : payload;
    } catch (error) {
      result = this.#failed(name, error);
    }
    this.#metrics.requests.inc({ event: name, outcome: result.ok ? 'ok' : result.error.code });
    return result;
  }

  /** Refuses what no client of the contract sends. Counted, and not only answered: it costs as much as what is allowed. */
  refuse(asker: Asker, reason: string, refusal: Failure): Failure {
    this.#metrics.malformed.inc({ reason });
    asker.fault();
    return refusal;
  }

  #read(name: string, definition: Definition, payloads: readonly unknown[], asker: Asker): Result<unknown> {
    if (payloads.length !== 1) return this.refuse(asker, 'payload', failure('invalid', 'send exactly one payload'));
    const tooLong = longList(payloads[0]);
    if (tooLong) return this.refuse(asker, 'payload', tooLong);
    const parsed = definition.payload.safeParse(payloads[0]);
    if (!parsed.success) return this.refuse(asker, 'payload', fromZodError(parsed.error));
    const refusal = this.#refusalOf(name, definition, asker);
    return refusal ? this.refuse(asker, ...refusal) : { ok: true, data: parsed.data };
  }

  /** What speaks against a call, whatever it asks for: the reason to count, and the answer. */
  #refusalOf(name: string, definition: Definition, asker: Asker): [string, Failure] | undefined {
    const { access, needs } = definition;
    if (!hasAccess(access, asker.me.role)) return ['forbidden', failure('forbidden', accesses[access].refusal)];
    const scope = scopeOf(definition);
    if (asker.scopes?.has(scope) === false)
      return ['scope', failureWith({ reason: 'lacks_scope', scope }, 'forbidden', `the API token lacks \`${scope}\``)];
    if (needs === 'session' && asker.scopes !== undefined)
      return ['session', failure('forbidden', `${name}: not with an API token, only by who is signed in`)];
    if (needs === 'connection' && asker.connection === undefined)
      return ['connection', failure('invalid', `${name}: is about a connection, so ask over Socket.IO`)];
    return undefined;
  }

  #failed(name: string, error: unknown): Failure {
    if (isPassing(error)) {
      this.#log.warn({ err: error, event: name }, 'a request could not be answered now');
      return failure('unavailable', 'cannot be done now', retryAfterMs);
    }
    this.#log.error({ err: error, event: name }, 'a request failed');
    return failure('internal', 'something went wrong on the server');
  }
}
