import { Command } from 'ioredis';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Bus, Handler } from './bus.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';

const probeInterval = 2_000;
const probeTimeout = 1_500;

/** The bus over Redis Pub/Sub. Redis may stop, freeze or lose links at any moment; nothing here waits for it. */
export class RedisBus implements Bus {
  readonly #origin: string;
  /** The channel on which this instance hears itself, and only itself. */
  readonly #echo: string;
  #awaitingEcho: (() => void)[] = [];
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #publisher: RedisConnection;
  readonly #subscriber: RedisConnection;
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners: ((healthy: boolean) => void)[] = [];
  #healthy = false;
  #publishFailed = false;
  #probe: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: { urls: string[]; instanceId: string; metrics: Metrics; log: Logger }) {
    this.#origin = `${options.instanceId} `;
    this.#echo = `echo:${options.instanceId}`;
    this.#metrics = options.metrics;
    this.#log = options.log;
    this.#publisher = connectRedis(options.urls, 'publisher', options.log);
    this.#subscriber = connectRedis(options.urls, 'subscriber', options.log);
    this.#subscriber.on('message', (channel: string, message: string) => this.#receive(channel, message));
    // What was published while the link was away is gone: the listeners read the log.
    this.#subscriber.on('close', () => this.#setHealthy(false));
    this.#subscriber.on('ready', () => this.#probeSoon(0));
    this.#publisher.on('close', () => this.#setHealthy(false));
  }

  publish(channel: string, message: string): void {
    const command = new Command('publish', [channel, this.#origin + message]);
    Promise.resolve(this.#publisher.sendCommand(command))
      .catch(() => {
        this.#publishFailed = true;
        this.#setHealthy(false);
      })
      .finally(() => {
        // ioredis keeps a closure of each command in old memory (docs/decisions/0020), and the closure the command.
        command.args = [];
      });
  }

  subscribe(channel: string, handler: Handler): void {
    this.#handlers.set(channel, handler);
  }

  isHealthy(): boolean {
    return this.#healthy;
  }

  onHealth(listener: (healthy: boolean) => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    // Not awaited: without Redis the instance starts degraded, and the subscription is made when Redis comes.
    this.#subscriber.subscribe(this.#echo, ...this.#handlers.keys()).catch((error: unknown) => {
      if (!this.#stopped) this.#log.error({ err: error }, 'the subscription was refused');
    });
    this.#probeSoon(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#probe);
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  #receive(channel: string, message: string): void {
    if (message.startsWith(this.#origin)) {
      if (channel === this.#echo) for (const heard of this.#awaitingEcho.splice(0)) heard();
      return;
    }
    const body = message.slice(message.indexOf(' ') + 1);
    try {
      this.#handlers.get(channel)?.(body);
    } catch (error) {
      this.#log.error({ err: error, channel }, 'a message from another instance could not be used');
    }
  }

  #probeSoon(delay: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => {
      void this.#runProbe().finally(() => this.#probeSoon(probeInterval));
    }, delay);
  }

  // A frozen Redis closes nothing, and a link that lost its subscriptions answers every ping: only what was published
  // and came back shows that all is well.
  async #runProbe(): Promise<void> {
    this.#publishFailed = false;
    const heard = await this.#hearsItself();
    this.#setHealthy(heard && !this.#publishFailed);
  }

  async #hearsItself(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#awaitingEcho.push(() => resolve(true));
    const timer = setTimeout(() => resolve(false), probeTimeout);
    this.#publisher.publish(this.#echo, this.#origin).catch(() => resolve(false));
    const heard = await promise;
    clearTimeout(timer);
    return heard;
  }

  #setHealthy(healthy: boolean): void {
    if (this.#stopped || healthy === this.#healthy) return;
    this.#healthy = healthy;
    this.#metrics.busHealthy.set(healthy ? 1 : 0);
    this.#log.warn({ healthy }, healthy ? 'the bus is healthy' : 'the bus is not healthy; reading the log instead');
    for (const listener of this.#listeners) listener(healthy);
  }
}
