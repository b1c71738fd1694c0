import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Id, oneOf, type PresenceState } from '../../../protocol/index.ts';
import { type Bus, presenceChannel } from '../bus/bus.ts';
import type { Logger } from '../ops/log.ts';

const heartbeat = 3_000;
/** An instance that was not heard of for so long is dead: its people are gone. Promise P7: within 15 s. */
const silence = 9_000;

/** Changes so soon after others are told together: a reconnect storm is a few messages, not one for each person. */
const gathering = 50;

/** Milliseconds in which an instance is asked once for all its people, however much of it was missed. */
const patience = 1_000;

/** Nobody runs so many; whoever claims more of them is not one of ours. */
const mostInstances = 1_000;

const revision = z.int().nonnegative();
const Tiding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('diff'),
    instance: Id,
    revision,
    // In whatever way somebody is here, in the words of a later version, they are here.
    people: z.record(Id, oneOf(['online', 'away', 'offline'], 'online')),
  }),
  z.object({
    kind: z.literal('all'),
    instance: Id,
    revision,
    people: z.array(Id),
    /** Those of them who are away. An instance of the version before knows nobody who is. */
    away: z.array(Id).default([]),
  }),
  z.object({ kind: z.literal('alive'), instance: Id, revision }),
  /** Asks for everything: one instance, or without `to` every one. */
  z.object({ kind: z.literal('tell'), instance: Id, to: Id.optional() }),
  z.object({ kind: z.literal('gone'), instance: Id }),
]);
type Tiding = z.infer<typeof Tiding>;

type There = Exclude<PresenceState, 'offline'>;
type Instance = { people: Map<string, There>; revision: number; heardAt: number };
/** The connections of a person to this instance, and how many of them rest. */
type Own = { connections: number; resting: number };

const stateOf = (own: Own | undefined): PresenceState => {
  if (own === undefined) return 'offline';
  return own.resting < own.connections ? 'online' : 'away';
};

const toldBy = ({ people, away }: Extract<Tiding, { kind: 'all' }>): Map<string, There> => {
  const resting = new Set(away);
  return new Map(people.map((id) => [id, resting.has(id) ? 'away' : 'online']));
};

/**
 * Who is here, on any instance, and at it. Every instance tells the others who its people are: changes as they happen, a
 * heartbeat with a revision every few seconds, everything when somebody missed a change. There is no shared state
 * that could go stale: what an instance said dies with it. While the bus is away nobody is declared gone.
 */
export class Presence {
  readonly #bus: Bus;
  readonly #log: Logger;
  /** Not the instance's name, which two may have been given; a new one at each start. */
  readonly #self = randomUUID();
  readonly #own = new Map<string, Own>();
  /** Whose coming, going or rest the others have not been told yet. */
  readonly #untold = new Set<string>();
  readonly #others = new Map<string, Instance>();
  readonly #onChange: (userId: string, state: PresenceState) => void;
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;
  #answering: NodeJS.Timeout | undefined;
  /** Whom this instance has asked for everything of late, and when. */
  readonly #asked = new Map<string, number>();
  #stopped = false;

  /** @param onChange called for every person whose state changed, wherever they are connected */
  constructor(options: {
    bus: Bus;
    log: Logger;
    onChange: (userId: string, state: PresenceState) => void;
  }) {
    this.#bus = options.bus;
    this.#log = options.log;
    this.#onChange = options.onChange;
    options.bus.subscribe(presenceChannel, (message) => this.#receive(message));
    options.bus.onHealth((healthy) => {
      if (!healthy) return;
      for (const instance of this.#others.values()) instance.heardAt = Date.now();
      this.#tell({ kind: 'tell', instance: this.#self });
      this.#answerSoon();
    });
  }

  start(): void {
    this.#tell({ kind: 'tell', instance: this.#self });
    this.#timer = setInterval(() => this.#beat(), heartbeat);
  }

  /**
   * Tells the others that the people of this instance are gone. It says nothing after that, whoever asks and whichever
   * connection ends later: to the others that would be a new instance.
   */
  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#telling);
    clearTimeout(this.#answering);
    this.#tell({ kind: 'gone', instance: this.#self });
    this.#stopped = true;
  }

  /** A connection to this instance was opened; somebody is at it until they {@link rest}. */
  arrive(userId: string): void {
    this.#count(userId, { connections: 1, resting: 0 });
  }

  /**
   * A connection that {@link arrive} was called for has ended.
   * @param resting whether it rested when it did
   */
  leave(userId: string, resting = false): void {
    this.#count(userId, { connections: -1, resting: resting ? -1 : 0 });
  }

  /** Nobody is at one of the person's connections any more, or somebody is again. Called only when that changes. */
  rest(userId: string, resting: boolean): void {
    this.#count(userId, { connections: 0, resting: resting ? 1 : -1 });
  }

  /** How many people have a connection to this instance. */
  get here(): number {
    return this.#own.size;
  }

  /** @returns whether the person has a connection to any instance, and is at one of them */
  state(userId: string): PresenceState {
    let state = stateOf(this.#own.get(userId));
    for (const { people } of this.#others.values()) {
      if (state === 'online') return state;
      state = people.get(userId) ?? state;
    }
    return state;
  }

  #count(userId: string, change: Own): void {
    const before = this.state(userId);
    const own = this.#own.get(userId);
    const connections = (own?.connections ?? 0) + change.connections;
    const now = { connections, resting: (own?.resting ?? 0) + change.resting };
    if (connections > 0) this.#own.set(userId, now);
    else this.#own.delete(userId);
    if (stateOf(own) !== stateOf(this.#own.get(userId))) this.#tellSoon(userId);
    this.#compare(userId, before);
  }

  #tellSoon(userId: string): void {
    if (this.#stopped) return;
    this.#untold.add(userId);
    if (this.#telling === undefined) this.#tellChanges();
  }

  #tellChanges(): void {
    this.#telling = undefined;
    if (this.#untold.size === 0) return;
    const changes = [...this.#untold].map((id) => [id, stateOf(this.#own.get(id))] as const);
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
    if (this.#stopped) return;
    this.#bus.publish(presenceChannel, JSON.stringify(tiding));
  }

  /** Tells everything, once for all that ask within a moment: when the bus comes back, everybody does. */
  #answerSoon(): void {
    if (this.#stopped || this.#answering !== undefined) return;
    this.#answering = setTimeout(() => {
      this.#answering = undefined;
      const people = [...this.#own.keys()];
      const away = people.filter((id) => stateOf(this.#own.get(id)) === 'away');
      this.#tell({ kind: 'all', instance: this.#self, revision: this.#revision, people, away });
    }, gathering);
  }

  #ask(to: string): void {
    const now = Date.now();
    for (const [id, at] of this.#asked) if (now - at >= patience) this.#asked.delete(id);
    if (this.#asked.has(to) || this.#asked.size >= mostInstances) return;
    this.#asked.set(to, now);
    this.#tell({ kind: 'tell', instance: this.#self, to });
  }

  #receive(message: string): void {
    const tiding = Tiding.parse(JSON.parse(message));
    if (this.#stopped || tiding.instance === this.#self) return;
    if (tiding.kind === 'gone') this.#forget(tiding.instance);
    else if (tiding.kind === 'all') this.#replace(tiding.instance, tiding.revision, toldBy(tiding));
    else if (tiding.kind !== 'tell') this.#follow(tiding);
    else if (tiding.to === undefined || tiding.to === this.#self) this.#answerSoon();
  }

  #follow(tiding: Extract<Tiding, { kind: 'diff' | 'alive' }>): void {
    const instance = this.#others.get(tiding.instance);
    const expected = tiding.kind === 'diff' ? tiding.revision - 1 : tiding.revision;
    if (instance === undefined || instance.revision !== expected) {
      this.#ask(tiding.instance);
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

  #replace(id: string, revision: number, people: Map<string, There>): void {
    if (!this.#others.has(id) && this.#others.size >= mostInstances) return;
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
