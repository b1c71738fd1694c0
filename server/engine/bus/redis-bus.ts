import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto';
import { Command } from 'ioredis';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Bus, BusSurvey, Handler } from './bus.ts';
import { type Formats, Neighbours, formats as ownFormats, sayInterval } from './formats.ts';
import { type Letter, openLetter, sealOf } from './letter.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';
import { RedisWeight } from './redis-weight.ts';

const probeInterval = 2_000;
const probeTimeout = 1_500;
/** Milliseconds in which many who are new are answered together. */
const gathering = 50;

/** Here an instance says, with the number alone, which format is the newest that it knows. */
const formatsChannel = 'formats';

/** Milliseconds between two lines in the log about messages that were dropped; the metric counts all of them. */
const complaintInterval = 10_000;

type Options = {
  urls: string[];
  /** What all channels of this installation begin with. */
  prefix: string;
  /** Known to the instances of this installation alone. */
  key: Buffer;
  metrics: Metrics;
  log: Logger;
  /** Those of this version, unless a test is about others. */
  formats?: Formats;
};

/**
 * The bus over Redis Pub/Sub. Redis may stop, freeze or lose links at any moment; nothing here waits for it. Whoever can
 * reach that Redis can publish anything: what was not sealed with our key is counted and dropped, unread.
 */
export class RedisBus implements Bus {
  /** Random, because two processes may have been given the same name. */
  readonly #origin = randomUUID();
  readonly #formats: Formats;
  readonly #neighbours: Neighbours;
  /** How everything begins that is said here in the newest format. */
  readonly #head: string;
  readonly #prefix: string;
  /** Made once: from bytes, Node makes one for each seal, which takes 11 of 15 µs. */
  readonly #key: KeyObject;
  /** The channel on which this process hears itself, and only itself. */
  readonly #echo: string;
  readonly #awaitingEcho = new Set<() => void>();
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #publisher: RedisConnection;
  readonly #weight: RedisWeight;
  readonly #subscriber: RedisConnection;
  /** By the channel's whole name. */
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners: ((healthy: boolean) => void)[] = [];
  #healthy = false;
  #latency: number | null = null;
  #publishFailed = false;
  #complainedAt = Number.NEGATIVE_INFINITY;
  #probe: NodeJS.Timeout | undefined;
  #saying: NodeJS.Timeout | undefined;
  #sayingSoon: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor({ urls, prefix, key, metrics, log, formats = ownFormats }: Options) {
    this.#formats = formats;
    this.#neighbours = new Neighbours(formats);
    this.#head = `${formats.newest} ${this.#origin} `;
    this.#prefix = prefix;
    this.#key = createSecretKey(key);
    this.#echo = `${prefix}echo:${this.#origin}`;
    this.#metrics = metrics;
    this.#log = log;
    this.#publisher = connectRedis(urls, 'publisher', log);
    this.#weight = new RedisWeight(this.#publisher);
    this.#subscriber = connectRedis(urls, 'subscriber', log);
    this.#subscriber.on('message', (channel: string, message: string) => this.#receive(channel, message));
    // What was published while the link was away is gone: the listeners read the log.
    this.#subscriber.on('close', () => this.#setHealthy(false));
    this.#subscriber.on('ready', () => this.#probeSoon(0));
    this.#publisher.on('close', () => this.#setHealthy(false));
  }

  publish(channel: string, message: string): void {
    this.#say(channel, this.#head, message);
    for (const older of this.#neighbours.needed()) {
      const body = older.write(channel, message);
      if (body !== null) this.#say(channel, `${older.number} ${this.#origin} `, body);
    }
  }

  #say(channel: string, head: string, body: string): void {
    const name = this.#prefix + channel;
    const command = new Command('publish', [name, `${head}${sealOf(this.#key, name, head, body)} ${body}`]);
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
    this.#handlers.set(this.#prefix + channel, handler);
  }

  isHealthy(): boolean {
    return this.#healthy;
  }

  survey(): BusSurvey {
    if (!this.#healthy) return { state: 'away', latency: null, bytes: null };
    return { state: 'healthy', latency: this.#latency, bytes: this.#weight.bytes };
  }

  onHealth(listener: (healthy: boolean) => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    // Not awaited: without Redis the instance starts degraded, and the subscription is made when Redis comes.
    const channels = [this.#echo, this.#prefix + formatsChannel, ...this.#handlers.keys()];
    this.#subscriber.subscribe(...channels).catch((error: unknown) => {
      if (!this.#stopped) this.#log.error({ err: error }, 'the subscription was refused');
    });
    this.#probeSoon(0);
    this.#saying = setInterval(() => this.#sayFormat(), sayInterval);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#probe);
    clearInterval(this.#saying);
    clearTimeout(this.#sayingSoon);
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  #receive(channel: string, message: string): void {
    if (message.startsWith(this.#head)) {
      if (channel === this.#echo) for (const heard of this.#awaitingEcho) heard();
      return;
    }
    const handler = this.#handlers.get(channel);
    const isAboutFormats = channel === this.#prefix + formatsChannel;
    if (handler === undefined && !isAboutFormats) return;
    try {
      const letter = openLetter(this.#key, channel, message);
      if (handler !== undefined) this.#read(channel, letter, handler);
      // Whoever is new has not heard which format is known here.
      else if (this.#neighbours.heard(letter.origin, letter.format)) this.#sayFormatSoon();
    } catch (error) {
      this.#drop(channel, error);
    }
  }

  /** @throws when the format is not known; the log is read for what it said */
  #read(channel: string, { format, origin, body }: Letter, handler: Handler): void {
    if (format === this.#formats.newest) {
      handler(body);
      return;
    }
    // Said once more for those who know no other.
    if (format < this.#formats.newest && this.#neighbours.speaksNewest(origin)) return;
    const older = this.#formats.older.find(({ number }) => number === format);
    if (older === undefined) throw new Error(`a message on the bus is of format ${format}, which is not known here`);
    handler(older.read(channel.slice(this.#prefix.length), body));
  }

  /** Once for all that came within a moment: when Redis comes back, everybody does. */
  #sayFormatSoon(): void {
    if (this.#stopped || this.#sayingSoon !== undefined) return;
    this.#sayingSoon = setTimeout(() => {
      this.#sayingSoon = undefined;
      this.#sayFormat();
    }, gathering);
  }

  #sayFormat(): void {
    if (this.#healthy) this.#say(formatsChannel, this.#head, '');
  }

  #drop(channel: string, error: unknown): void {
    this.#metrics.busDropped.inc();
    if (performance.now() - this.#complainedAt < complaintInterval) return;
    this.#complainedAt = performance.now();
    this.#log.error({ err: error, channel }, 'what came over Redis could not be used; it was dropped');
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
    const since = performance.now();
    const heard = () => {
      this.#latency = performance.now() - since;
      resolve(true);
    };
    this.#awaitingEcho.add(heard);
    const timer = setTimeout(() => resolve(false), probeTimeout);
    this.#publisher.publish(this.#echo, this.#head).catch(() => resolve(false));
    const answer = await promise;
    clearTimeout(timer);
    this.#awaitingEcho.delete(heard);
    return answer;
  }

  #setHealthy(healthy: boolean): void {
    if (this.#stopped || healthy === this.#healthy) return;
    this.#healthy = healthy;
    this.#metrics.busHealthy.set(healthy ? 1 : 0);
    if (healthy) this.#neighbours.listen();
    this.#sayFormat();
    this.#log.warn({ healthy }, healthy ? 'the bus is healthy' : 'the bus is not healthy; reading the log instead');
    for (const listener of this.#listeners) listener(healthy);
  }
}
