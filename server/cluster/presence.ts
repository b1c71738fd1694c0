import { z } from 'zod';
import type { PresenceState } from '../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import { type Bus, presenceChannel } from './bus.ts';

const heartbeat = 3_000;
/** An instance that was not heard of for so long is dead: its people are gone. Promise P7: within 15 s. */
const silence = 9_000;

/** Changes so soon after others are told together: a reconnect storm is a few messages, not one for each person. */
const gathering = 50;

const Tiding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('diff'),
    instance: z.string(),
    revision: z.int(),
    people: z.record(z.string(), z.enum(['online', 'offline'])),
  }),
  z.object({ kind: z.literal('all'), instance: z.string(), revision: z.int(), people: z.array(z.string()) }),
  z.object({ kind: z.literal('alive'), instance: z.string(), revision: z.int() }),
  z.object({ kind: z.literal('tell'), instance: z.string() }),
  z.object({ kind: z.literal('gone'), instance: z.string() }),
]);
type Tiding = z.infer<typeof Tiding>;

type Instance = { people: Set<string>; revision: number; heardAt: number };

/**
 * Who is here, on any instance. Every instance tells the others who its people are: changes as they happen, a
 * heartbeat with a revision every few seconds, everything when somebody missed a change. There is no shared state
 * that could go stale: what an instance said dies with it. While the bus is away nobody is declared gone.
 */
export class Presence {
  readonly #bus: Bus;
  readonly #log: Logger;
  readonly #self: string;
  /** How many connections each person has here. */
  readonly #own = new Map<string, number>();
  /** Whose coming or going the others have not been told yet. */
  readonly #untold = new Set<string>();
  readonly #others = new Map<string, Instance>();
  readonly #onChange: (userId: string, state: PresenceState) => void;
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;

  /** @param onChange called for every person whose state changed, wherever they are connected */
  constructor(options: {
    bus: Bus;
    instanceId: string;
    log: Logger;
    onChange: (userId: string, state: PresenceState) => void;
  }) {
    this.#bus = options.bus;
    this.#self = options.instanceId;
    this.#log = options.log;
    this.#onChange = options.onChange;
    options.bus.subscribe(presenceChannel, (message) => this.#receive(message));
    options.bus.onHealth((healthy) => {
      if (!healthy) return;
      for (const instance of this.#others.values()) instance.heardAt = Date.now();
      this.#tell({ kind: 'tell', instance: this.#self });
      this.#tellAll();
    });
  }

  start(): void {
    this.#tell({ kind: 'tell', instance: this.#self });
    this.#timer = setInterval(() => this.#beat(), heartbeat);
  }

  /** Tells the others that the people of this instance are gone. */
  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#telling);
    this.#tell({ kind: 'gone', instance: this.#self });
  }

  /** A connection to this instance was opened. */
  arrive(userId: string): void {
    this.#count(userId, 1);
  }

  /** A connection that {@link arrive} was called for has ended. */
  leave(userId: string): void {
    this.#count(userId, -1);
  }

  /** @returns whether the person has a connection to any instance */
  state(userId: string): PresenceState {
    if (this.#own.has(userId)) return 'online';
    for (const { people } of this.#others.values()) if (people.has(userId)) return 'online';
    return 'offline';
  }

  #count(userId: string, change: 1 | -1): void {
    const before = this.state(userId);
    const count = (this.#own.get(userId) ?? 0) + change;
    if (count > 0) this.#own.set(userId, count);
    else this.#own.delete(userId);
    if (count === 0 || (count === 1 && change === 1)) this.#tellSoon(userId);
    this.#compare(userId, before);
  }

  #tellSoon(userId: string): void {
    this.#untold.add(userId);
    if (this.#telling === undefined) this.#tellChanges();
  }

  #tellChanges(): void {
    this.#telling = undefined;
    if (this.#untold.size === 0) return;
    const changes = [...this.#untold].map((id) => [id, this.#own.has(id) ? 'online' : 'offline'] as const);
    this.#untold.clear();
    const people = Object.fromEntries(changes);
    this.#tell({ kind: 'diff', instance: this.#self, revision: ++this.#revision, people });
    this.#telling = setTimeout(() => this.#tellChanges(), gathering);
  }

  #compare(userId: string, before: PresenceState): void {
    const now = this.state(userId);
    if (now !== before) this.#onChange(userId, now);
  }

  #beat(): void {
    this.#tell({ kind: 'alive', instance: this.#self, revision: this.#revision });
    if (!this.#bus.isHealthy()) return;
    for (const [id, instance] of this.#others)
      if (Date.now() - instance.heardAt > silence) {
        this.#log.warn({ silent: id }, 'an instance went silent; its people are gone');
        this.#forget(id);
      }
  }

  #tell(tiding: Tiding): void {
    this.#bus.publish(presenceChannel, JSON.stringify(tiding));
  }

  #tellAll(): void {
    this.#tell({ kind: 'all', instance: this.#self, revision: this.#revision, people: [...this.#own.keys()] });
  }

  #receive(message: string): void {
    const tiding = Tiding.parse(JSON.parse(message));
    if (tiding.kind === 'tell') this.#tellAll();
    else if (tiding.kind === 'gone') this.#forget(tiding.instance);
    else if (tiding.kind === 'all') this.#replace(tiding.instance, tiding.revision, new Set(tiding.people));
    else this.#follow(tiding);
  }

  #follow(tiding: Extract<Tiding, { kind: 'diff' | 'alive' }>): void {
    const instance = this.#others.get(tiding.instance);
    const expected = tiding.kind === 'diff' ? tiding.revision - 1 : tiding.revision;
    if (instance === undefined || instance.revision !== expected) {
      this.#tell({ kind: 'tell', instance: this.#self });
      return;
    }
    instance.heardAt = Date.now();
    instance.revision = tiding.revision;
    if (tiding.kind === 'alive') return;
    for (const [userId, state] of Object.entries(tiding.people)) {
      const before = this.state(userId);
      if (state === 'offline') instance.people.delete(userId);
      else instance.people.add(userId);
      this.#compare(userId, before);
    }
  }

  #replace(id: string, revision: number, people: Set<string>): void {
    const touched = new Set([...(this.#others.get(id)?.people ?? []), ...people]);
    const before = new Map([...touched].map((userId) => [userId, this.state(userId)]));
    this.#others.set(id, { people, revision, heardAt: Date.now() });
    for (const [userId, state] of before) this.#compare(userId, state);
  }

  #forget(id: string): void {
    this.#replace(id, 0, new Set());
    this.#others.delete(id);
  }
}
