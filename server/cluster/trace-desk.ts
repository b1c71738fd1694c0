import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Id, limits, type TraceGetData } from '../../protocol/index.ts';
import type { Bus } from '../engine/bus/bus.ts';
import type { Traced, Traces } from '../engine/delivery/traces.ts';
import type { Self } from './self.ts';

const channel = 'trace';
/** Milliseconds that the others have to say what they know. */
const patience = 400;

const moment = z.int().nonnegative();
const Told = z.object({
  kind: z.literal('told'),
  question: Id,
  instance: z.string().max(64),
  committed: z.object({ began: moment.nullable(), at: moment, messages: moment }).nullable(),
  released: z.object({ way: z.enum(['local', 'bus', 'log']), at: moment }).nullable(),
});
type Told = z.infer<typeof Told>;
const Asked = z.object({ kind: z.literal('asked'), question: Id, log: z.string().max(200), version: moment });
const Word = z.discriminatedUnion('kind', [Asked, Told]);

type Question = { answers: Told[]; expected: number; done: () => void };

type Options = {
  bus: Pick<Bus, 'publish' | 'subscribe' | 'survey'>;
  traces: Pick<Traces, 'find'>;
  self: Pick<Self, 'name'>;
  /** @returns how many other instances there are that could know something */
  countOthers: () => Promise<number>;
};

const iso = (at: number) => new Date(at).toISOString();

/**
 * Puts together what the instances remember of how a change came: each keeps what it did itself, and is asked over the bus
 * when somebody wants to know. Make it before the bus starts.
 */
export class TraceDesk {
  readonly #options: Options;
  readonly #questions = new Map<string, Question>();

  constructor(options: Options) {
    this.#options = options;
    options.bus.subscribe(channel, (message) => this.#receive(message));
  }

  /** @throws the database's error */
  async trace(log: string, version: number): Promise<TraceGetData> {
    const own = this.#told('', this.#options.traces.find(log, version));
    const { state } = this.#options.bus.survey();
    const expected = state === 'none' ? 0 : await this.#options.countOthers();
    const others = state === 'healthy' && expected > 0 ? await this.#ask(log, version, expected) : [];
    return summary([own, ...others], others.length >= expected);
  }

  async #ask(log: string, version: number, expected: number): Promise<Told[]> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const question = randomUUID();
    const answers: Told[] = [];
    this.#questions.set(question, { answers, expected, done: resolve });
    const timer = setTimeout(resolve, patience);
    this.#options.bus.publish(channel, JSON.stringify({ kind: 'asked', question, log, version }));
    await promise;
    clearTimeout(timer);
    this.#questions.delete(question);
    return answers;
  }

  #receive(message: string): void {
    const word = Word.parse(JSON.parse(message));
    if (word.kind === 'asked') {
      const found = this.#options.traces.find(word.log, word.version);
      this.#options.bus.publish(channel, JSON.stringify(this.#told(word.question, found)));
      return;
    }
    const question = this.#questions.get(word.question);
    if (question === undefined || question.answers.length >= limits.clusterInstances - 1) return;
    question.answers.push(word);
    if (question.answers.length >= question.expected) question.done();
  }

  #told(question: string, { committed, released }: Traced): Told {
    return { kind: 'told', question, instance: this.#options.self.name, committed, released };
  }
}

const summary = (told: readonly Told[], complete: boolean): TraceGetData => {
  const by = told.find(({ committed }) => committed !== null);
  const ways = told.flatMap(({ instance, released }) =>
    released === null ? [] : [{ instance, way: released.way, at: iso(released.at) }],
  );
  return {
    complete,
    accepted: by?.committed
      ? {
          instance: by.instance,
          began: by.committed.began === null ? null : iso(by.committed.began),
          committed: iso(by.committed.at),
          messages: by.committed.messages,
        }
      : null,
    ways: ways.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
  };
};
