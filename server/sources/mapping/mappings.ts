import type { Input, Mapped } from './evaluate.ts';
import type { Order, Saying } from './thread.ts';
import { MappingThread } from './thread-handle.ts';

/** Events that are handed over at a time: then it is another one's turn. */
const atOnce = 50;

type Job = {
  of: string;
  mapping: string;
  inputs: readonly Input[];
  /** By the number of the event. */
  results: (Mapped | undefined)[];
  /** The event that ended a thread once already: what the machine did then is not known. */
  doubted: number | null;
  fault: string | null;
  isDone: boolean;
  done: PromiseWithResolvers<void>;
};

/**
 * Runs mappings in one thread, which is ended and started anew when one event takes it too long: that event is tried once more, and
 * then it is said of it. Whose mapping is slow waits for itself: the others come in turn.
 */
export class Mappings {
  readonly #jobs: Job[] = [];
  #thread: MappingThread | undefined;
  #isStopped = false;

  /**
   * @param of whose events they are: those of one come in the order in which they were given
   * @returns what became of each, in order
   * @throws when there can be no thread, or this was stopped
   */
  async map(of: string, mapping: string, inputs: readonly Input[]): Promise<Mapped[]> {
    if (inputs.length === 0) return [];
    const { results } = await this.#run({ of, mapping, inputs });
    return results.map((mapped) => mapped ?? { error: 'was not tried' });
  }

  /** @returns what is wrong with a mapping as it is written, or null. @throws like {@link map} */
  async faultOf(mapping: string): Promise<string | null> {
    return (await this.#run({ of: '', mapping, inputs: [] })).fault;
  }

  /** Whoever waits for something is told that it does not come. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#thread?.stop();
    for (const job of this.#jobs.splice(0)) job.done.reject(new Error('the mappings have stopped'));
  }

  async #run(order: Pick<Job, 'of' | 'mapping' | 'inputs'>): Promise<Job> {
    if (this.#isStopped) throw new Error('the mappings have stopped');
    const done = Promise.withResolvers<void>();
    const results = order.inputs.map(() => undefined);
    const job: Job = { ...order, results, doubted: null, fault: null, isDone: false, done };
    this.#jobs.push(job);
    if (this.#jobs.length === 1) this.#next();
    await done.promise;
    return job;
  }

  #next(): void {
    const [job] = this.#jobs;
    if (job === undefined || this.#isStopped) return;
    this.#thread ??= new MappingThread({
      onSaying: (saying) => this.#hear(saying),
      onEnd: ({ number, why }) => this.#lost(number, why),
    });
    this.#thread.tell(orderOf(job));
  }

  #hear(saying: Saying): void {
    const [job] = this.#jobs;
    if (job === undefined) return;
    if ('mapped' in saying) job.results[saying.number] = saying.mapped;
    else if ('fault' in saying) job.isDone = true;
    if ('fault' in saying) job.fault = saying.fault;
    if ('done' in saying) this.#turn(job);
  }

  /** The next one’s turn; who is not done comes again behind those that wait. */
  #turn(job: Job): void {
    this.#jobs.shift();
    if (job.isDone || (job.inputs.length > 0 && missingFrom(job) === job.inputs.length)) job.done.resolve();
    else this.#jobs.splice(placeFor(job, this.#jobs), 0, job);
    this.#next();
  }

  #lost(number: number | null, why: string): void {
    this.#thread = undefined;
    const [job] = this.#jobs;
    if (job === undefined) return;
    if (number === null) {
      this.#jobs.shift();
      job.done.reject(new Error(`the thread of the mappings ended: ${why}`));
      this.#next();
      return;
    }
    if (job.inputs.length === 0) {
      job.fault = why;
      job.isDone = true;
    } else if (job.doubted === number) job.results[number] = { error: why };
    else job.doubted = number;
    this.#turn(job);
  }
}

/** Of which event there is nothing yet. What the thread said right before its end may not have come. */
const missingFrom = ({ results }: Job): number => {
  const gap = results.indexOf(undefined);
  return gap === -1 ? results.length : gap;
};

const orderOf = (job: Job): Order => {
  const { mapping, inputs, results } = job;
  if (inputs.length === 0) return { mapping };
  const from = missingFrom(job);
  const known = results.findIndex((mapped, number) => number > from && mapped !== undefined);
  const until = Math.min(from + atOnce, known === -1 ? inputs.length : known);
  return { mapping, from, inputs: inputs.slice(from, until) };
};

/** Behind the others, but before what the same one has given later. */
const placeFor = ({ of }: Job, jobs: readonly Job[]): number => {
  const later = jobs.findIndex((other) => other.of === of);
  return later === -1 ? jobs.length : later;
};
