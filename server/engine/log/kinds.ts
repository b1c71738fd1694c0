import type { Role, ServerEventName } from '../../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import type { Batch, Entry } from './batch.ts';

/** Who may hear something by who they are. */
export type Hearer = { id: string; role: Role };

/** An event as an older contract knows it. */
export type OlderEvent = { event: ServerEventName; payload: object };

/**
 * A kind of log: what its logs have of their own. What is the same for all of them (heads, order, batches, the tail) is
 * the engine's; this is the noun's whose entries they are.
 */
export type LogKind = {
  readonly name: string;
  /** What the names of its logs begin with, before the id. One kind may have none: names of the others hold a colon. */
  readonly prefix: string;
  /** What the names of the rooms of sockets begin with that hear its logs. Ends with a colon; no other room begins so. */
  readonly roomPrefix: string;
  /** The channel of the bus that carries its batches; kinds may share one. */
  readonly channel: string;
  /** The event that carries a batch, and the field of it that holds the entries. */
  readonly event: ServerEventName;
  readonly field: string;
  /** What that event says first: members of a JSON object, each with a comma behind it; or nothing. */
  subject(id: string): string;
  /** The event that says only how far a log is. Without it the batch's event does, with no entries. */
  readonly head?: (id: string, version: number) => { event: ServerEventName; payload: object };
  /** What connections hear besides that speak a contract before `contract`, in which that event is not yet. */
  readonly older?: {
    readonly contract: number;
    readonly events: (id: string, entries: readonly Entry[]) => OlderEvent[];
  };
  /** Who may hear it: whoever is a member (those are joined one by one), or of which logs somebody is by who they are. */
  readonly heardBy: 'members' | ((hearer: Hearer) => readonly string[]);
  /**
   * The current state of everything that changed in some logs, within a statement's time.
   * @param after id → version from which on changes are wanted (exclusive)
   * @returns of each log that has changes a part that begins there; where it was cut, the batch ends earlier than the log
   */
  read(database: Database, after: ReadonlyMap<string, number>): Promise<Batch[]>;
  /** Selects `log` (its name) and `version` (text): how far each log has moved that transactions from $1 until before $2 changed. */
  readonly moved: string;
  /**
   * Selects `number`: of entries that somebody once saw ($1 ids of logs, $2 `seq`, $3 their ids), which place another entry has
   * now. Missing where entries have no place of their own.
   */
  readonly others?: string;
};

/** All kinds of log of this process. Adding one touches its noun, and the list that is handed in here. */
export class LogKinds {
  readonly all: readonly LogKind[];
  /** Of the bus, each once. */
  readonly channels: readonly string[];
  readonly #prefixed: readonly LogKind[];
  readonly #plain: LogKind | undefined;

  /** @throws Error when two of them could take one log, or one room, for theirs */
  constructor(kinds: readonly LogKind[]) {
    this.all = kinds;
    this.channels = [...new Set(kinds.map(({ channel }) => channel))];
    this.#prefixed = kinds.filter(({ prefix }) => prefix !== '');
    this.#plain = kinds.find(({ prefix }) => prefix === '');
    const isOwn = (names: string[]) => new Set(names).size === names.length;
    if (!isOwn(kinds.map(({ prefix }) => prefix)) || !isOwn(kinds.map(({ roomPrefix }) => roomPrefix)))
      throw new Error('two kinds of log have the same names');
  }

  /** @throws Error when no kind has logs of such a name */
  of(log: string): LogKind {
    for (const kind of this.#prefixed) if (log.startsWith(kind.prefix)) return kind;
    if (this.#plain === undefined || log.includes(':')) throw new Error(`no kind of log is called so: ${log}`);
    return this.#plain;
  }

  /** @returns what the log is of: its name without what says the kind */
  idOf(log: string): string {
    return log.slice(this.of(log).prefix.length);
  }

  /** @returns the room of the sockets that hear a log */
  roomOf(log: string): string {
    const { prefix, roomPrefix } = this.of(log);
    return roomPrefix === prefix ? log : roomPrefix + log.slice(prefix.length);
  }

  /** @returns the log that a room of sockets hears; undefined when the room is of something else */
  logIn(room: string): string | undefined {
    const kind = this.all.find(({ roomPrefix }) => room.startsWith(roomPrefix));
    return kind && kind.prefix + room.slice(kind.roomPrefix.length);
  }

  /** @returns the logs that somebody hears by who they are */
  heardBy(hearer: Hearer): string[] {
    return this.all.flatMap(({ heardBy, prefix }) =>
      heardBy === 'members' ? [] : heardBy(hearer).map((id) => prefix + id),
    );
  }

  /** @returns the event that says how far a log is */
  headOf(log: string, version: number): { event: ServerEventName; payload: object } {
    const kind = this.of(log);
    const id = log.slice(kind.prefix.length);
    if (kind.head) return kind.head(id, version);
    return {
      event: kind.event,
      payload: JSON.parse(`{${kind.subject(id)}"after":${version},"version":${version},"${kind.field}":[]}`),
    };
  }
}
