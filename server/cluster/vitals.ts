import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ClusterInstance, SourceState } from '../../protocol/index.ts';
import type { Bus } from '../engine/bus/bus.ts';
import type { Metrics } from '../engine/ops/metrics.ts';

/** How a process is doing at this moment. */
export type Vitals = Pick<
  ClusterInstance,
  'people' | 'connections' | 'loopDelay' | 'requests' | 'messages' | 'deliveries' | 'tickets' | 'bus' | 'sources'
>;

type Measured = Pick<Metrics, 'connections' | 'requests' | 'batchSize' | 'delivered' | 'ingested'>;

/** What only parts of the process know that its roles may not have. */
export type Known = { people(): number; sources(): SourceState[] };

type Counted = { requests: number; messages: number; deliveries: number; tickets: number };

/** Milliseconds between two looks at the event loop; they are in every span that is measured. */
const resolution = 50;

const sumOf = async (counter: { get(): Promise<{ values: { value: number }[] }> }): Promise<number> =>
  (await counter.get()).values.reduce((sum, { value }) => sum + value, 0);

const oneDigit = (value: number): number => Math.round(value * 10) / 10;

/** Measures this process: rates are of the time since the last look. */
export class Pulse {
  readonly #metrics: Measured;
  readonly #bus: Pick<Bus, 'survey'>;
  readonly #known: Known;
  readonly #loop = monitorEventLoopDelay({ resolution });
  #before: (Counted & { at: number }) | undefined;

  constructor({ metrics, bus, known }: { metrics: Measured; bus: Pick<Bus, 'survey'>; known: Known }) {
    this.#metrics = metrics;
    this.#bus = bus;
    this.#known = known;
    this.#loop.enable();
  }

  async look(): Promise<Vitals> {
    const counted = await this.#count();
    const now = performance.now();
    const before = this.#before ?? { ...counted, at: now };
    this.#before = { ...counted, at: now };
    const seconds = Math.max((now - before.at) / 1_000, 0.001);
    const rate = (of: keyof Counted) => oneDigit(Math.max(0, counted[of] - before[of]) / seconds);
    return {
      people: this.#known.people(),
      connections: Math.max(0, await sumOf(this.#metrics.connections)),
      loopDelay: this.#delay(),
      ...{ requests: rate('requests'), messages: rate('messages'), deliveries: rate('deliveries') },
      tickets: rate('tickets'),
      bus: this.#bus.survey().state,
      sources: this.#known.sources(),
    };
  }

  stop(): void {
    this.#loop.disable();
  }

  #delay(): number {
    const worst = this.#loop.count === 0 ? 0 : this.#loop.percentile(99) / 1e6 - resolution;
    this.#loop.reset();
    return oneDigit(Math.max(0, worst));
  }

  async #count(): Promise<Counted> {
    const { requests, batchSize, delivered, ingested } = this.#metrics;
    const messages = (await batchSize.get()).values.find(({ metricName }) => metricName?.endsWith('_sum'))?.value ?? 0;
    return {
      messages,
      requests: await sumOf(requests),
      deliveries: await sumOf(delivered),
      tickets: await sumOf(ingested),
    };
  }
}
