import { z } from 'zod';
import type { PresenceState } from '../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import { type Bus, presenceChannel } from './bus.ts';

const heartbeat = 3_000;
/** An instance that was not heard of for so long is dead: its people are gone. Promise P7: within 15 s. */
const silence = 9_000;

const People = z.record(z.string(), z.enum(['online', 'away']));
const Tiding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('diff'),
    instance: z.string(),
    revision: z.int(),
    people: z.record(z.string(), z.enum(['online', 'away', 'offline'])),
  }),
  z.object({ kind: z.literal('all'), instance: z.string(), revision: z.int(), people: People }),
  z.object({ kind: z.literal('alive'), instance: z.string(), revision: z.int() }),
  z.object({ kind: z.literal('tell'), instance: z.string() }),
  z.object({ kind: z.literal('gone'), instance: z.string() }),
]);
type Tiding = z.infer<typeof Tiding>;

type Present = Exclude<PresenceState, 'offline'>;
type Instance = { people: Map<string, Present>; revision: number; heardAt: number };

/**
 * Who is here, on any instance. Every instance tells the others who its people are: changes as they happen, a
 * heartbeat with a revision every few seconds, everything when somebody missed a change. There is no shared state
 * that could go stale: what an instance said dies with it. While the bus is away nobody is declared gone.
 */
export class Presence {
  readonly #bus: Bus;
  readonly #log: Logger;
  readonly #self: string;
  readonly #own = new Map<string, Map<string, Present>>();
  readonly #others = new Map<string, Instance>();
  readonly #onChange: (userId: string, state: PresenceState) => void;
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;

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
    this.#tell({ kind: 'gone', instance: this.#self });
  }

  /** A socket of this instance came, went (`offline`) or changed its state. */
  set(userId: string, socketId: string, state: PresenceState): void {
    const before = this.state(userId);
    const ownBefore = this.#ownState(userId);
    const sockets = this.#own.get(userId) ?? new Map<string, Present>();
    if (state === 'offline') sockets.delete(socketId);
    else sockets.set(socketId, state);
    if (sockets.size > 0) this.#own.set(userId, sockets);
    else this.#own.delete(userId);
    const own = this.#ownState(userId);
    if (own !== ownBefore)
      this.#tell({ kind: 'diff', instance: this.#self, revision: ++this.#revision, people: { [userId]: own } });
    this.#compare(userId, before);
  }

  /** @returns the most present state that any instance reports */
  state(userId: string): PresenceState {
    let best = this.#ownState(userId);
    for (const { people } of this.#others.values()) {
      if (best === 'online') break;
      best = people.get(userId) ?? best;
    }
    return best;
  }

  #ownState(userId: string): PresenceState {
    const states = [...(this.#own.get(userId)?.values() ?? [])];
    return states.includes('online') ? 'online' : (states[0] ?? 'offline');
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
    const people = Object.fromEntries(
      [...this.#own.keys()].map((id) => [id, this.#ownState(id) === 'away' ? 'away' : 'online'] as const),
    );
    this.#tell({ kind: 'all', instance: this.#self, revision: this.#revision, people });
  }

  #receive(message: string): void {
    const tiding = Tiding.parse(JSON.parse(message));
    if (tiding.kind === 'tell') this.#tellAll();
    else if (tiding.kind === 'gone') this.#forget(tiding.instance);
    else if (tiding.kind === 'all')
      this.#replace(tiding.instance, tiding.revision, new Map(Object.entries(tiding.people)));
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
      else instance.people.set(userId, state);
      this.#compare(userId, before);
    }
  }

  #replace(id: string, revision: number, people: Map<string, Present>): void {
    const touched = new Set([...(this.#others.get(id)?.people.keys() ?? []), ...people.keys()]);
    const before = new Map([...touched].map((userId) => [userId, this.state(userId)]));
    this.#others.set(id, { people, revision, heardAt: Date.now() });
    for (const [userId, state] of before) this.#compare(userId, state);
  }

  #forget(id: string): void {
    this.#replace(id, 0, new Map());
    this.#others.delete(id);
  }
}
