import { z } from 'zod';
import {
  type ClientEventName,
  clientEvents,
  type Failure,
  failure,
  fromZodError,
  type Payload,
  type Result,
} from '../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { isPassing } from '../store/database.ts';
import type { Handlers } from './handler.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Acknowledge, Socket } from './socket.ts';

const retryAfterMs = 1_000;

const isEvent = (name: string): name is ClientEventName => Object.hasOwn(clientEvents, name);

/** An event that carries nothing back may be sent without an acknowledgement; every other one asks a question. */
const needsNoAnswer = (name: ClientEventName) => clientEvents[name].data instanceof z.ZodNull;

/**
 * From a packet to a handler: known event, one payload, parsed, allowed, within limits. Whatever a client sends, it
 * gets one answer in the contract's form, and nobody else notices.
 */
export class Dispatcher {
  readonly #handlers: Handlers;
  readonly #limits: RateLimits;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  /** One for all sockets: a closure for each would be memory for each. */
  readonly #listener: (this: Socket, name: string, ...values: unknown[]) => void;

  constructor(options: { handlers: Handlers; limits: RateLimits; metrics: Metrics; log: Logger }) {
    this.#handlers = options.handlers;
    this.#limits = options.limits;
    this.#metrics = options.metrics;
    this.#log = options.log;
    const receive = this.#receive.bind(this);
    this.#listener = function (name, ...values) {
      void receive(this, name, values);
    };
  }

  /** Answers every event of this socket from now on. */
  listen(socket: Socket): void {
    socket.onAny(this.#listener);
  }

  async #receive(socket: Socket, name: string, values: unknown[]): Promise<void> {
    const last = values.at(-1);
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : undefined;
    const payloads = acknowledge ? values.slice(0, -1) : values;
    if (!isEvent(name)) {
      this.#metrics.malformed.inc({ reason: 'unknown_event' });
      acknowledge?.(failure('invalid', 'unknown event'));
      return;
    }
    if (acknowledge === undefined && !needsNoAnswer(name)) {
      this.#metrics.malformed.inc({ reason: 'no_acknowledgement' });
      return;
    }
    const result = await this.#answer(socket, name, payloads);
    this.#metrics.requests.inc({ event: name, outcome: result.ok ? 'ok' : result.error.code });
    acknowledge?.(result);
  }

  async #answer<E extends ClientEventName>(socket: Socket, name: E, payloads: unknown[]): Promise<Result<unknown>> {
    try {
      if (payloads.length !== 1) return this.#malformed(failure('invalid', 'send exactly one payload'));
      const parsed = clientEvents[name].payload.safeParse(payloads[0]);
      if (!parsed.success) return this.#malformed(fromZodError(parsed.error));
      const { me } = socket.data.identity;
      if (clientEvents[name].access === 'admin' && me.role !== 'admin') return failure('forbidden', 'only for admins');
      const refusal = await this.#limits.refusal(name, me.id);
      if (refusal) return refusal;
      // The schema of this very event made it: TypeScript cannot follow the name through both tables.
      return await this.#handlers[name]({ socket, me }, parsed.data as Payload<E>);
    } catch (error) {
      return this.#failed(name, error);
    }
  }

  #malformed(refusal: Failure): Failure {
    this.#metrics.malformed.inc({ reason: 'payload' });
    return refusal;
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
