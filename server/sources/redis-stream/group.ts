import type { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { Portion } from './portion.ts';
import { type Missing, type StreamState, stateOf } from './survey.ts';

export type Connection = Redis | Cluster;
/** An entry of the stream, its fields in order and as often as they are there; null when the entry was deleted or trimmed while it was waiting. */
export type Entry = { id: string; fields: [name: string, value: Buffer][] | null };

const groupName = 'switchboard';
// Below the command timeout of the connection, so that waiting for news is never taken for a Redis that is gone.
const patience = '1000';
// Longer than a database failover, so that entries are rarely taken from a worker that is only waiting. It would do no
// harm: an event is stored once, whoever brings it.
const abandonedAfter = '30000';

// Redis counts an entry that is read as the next one, also where some before it were trimmed unread.
const passOver = `
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    local group = {}
    for place = 1, #flat, 2 do group[flat[place]] = flat[place + 1] end
    if group['name'] == ARGV[1] and group['entries-read'] == tonumber(ARGV[2]) then
      redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], group['last-delivered-id'], 'ENTRIESREAD', ARGV[3])
    end
  end`;

const Bytes = z.instanceof(Buffer);
const RawEntry = z.tuple([Bytes, z.array(Bytes).nullable()]);
// RESP2 has a list of pairs here, RESP3 a map, which ioredis flattens; there is only the one stream.
const ReadReply = z.union([
  z.tuple([Bytes, z.array(RawEntry)]),
  z.tuple([z.tuple([Bytes, z.array(RawEntry)])]).transform(([pair]) => pair),
  z.null().transform((): [null, z.output<typeof RawEntry>[]] => [null, []]),
]);
const ClaimReply = z.tuple([Bytes, z.array(RawEntry), z.array(Bytes).default([])]);

/** A stream as one consumer of the group sees it. Every method throws when Redis does not answer. */
export class StreamGroup {
  readonly #connection: Connection;
  readonly #key: string;
  readonly #consumer: string;
  readonly #portion = new Portion();

  constructor(connection: Connection, key: string, consumer: string) {
    this.#connection = connection;
    this.#key = key;
    this.#consumer = consumer;
  }

  /**
   * Makes the group, and the stream when it does not exist, from the oldest entry on.
   * @returns whether it was not there
   */
  async create(): Promise<boolean> {
    try {
      await this.#connection.call('XGROUP', 'CREATE', this.#key, groupName, '0', 'MKSTREAM');
      return true;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
      return false;
    }
  }

  /** @returns how the stream and the group stand, as Redis says it at one moment */
  async survey(): Promise<StreamState> {
    const [stream, groups] = await Promise.all([
      this.#connection.call('XINFO', 'STREAM', this.#key),
      this.#connection.call('XINFO', 'GROUPS', this.#key),
    ]);
    return stateOf(stream, groups, groupName);
  }

  /** Counts what was trimmed as read, unless somebody has done so meanwhile. @throws where Redis runs no scripts */
  async passOver({ from, next }: Missing): Promise<void> {
    await this.#connection.call('EVAL', passOver, '1', this.#key, groupName, String(from), String(next));
  }

  /** What this consumer has read and not acknowledged. */
  readOwn(): Promise<Entry[]> {
    return this.#read(['STREAMS', this.#key, '0']);
  }

  /** What nobody in the group has read, waiting a moment for it. */
  readNew(): Promise<Entry[]> {
    return this.#read(['BLOCK', patience, 'STREAMS', this.#key, '>']);
  }

  /** Takes over, batch by batch, what a consumer has left unacknowledged for too long. */
  async *claimAbandoned(): AsyncGenerator<Entry[]> {
    let cursor = '0-0';
    do {
      const place = [this.#key, groupName, this.#consumer, abandonedAfter, cursor];
      const reply = ClaimReply.parse(await this.#connection.callBuffer('XAUTOCLAIM', ...place, 'COUNT', this.#count()));
      const [next, entries, deleted] = reply;
      cursor = next.toString();
      const gone = deleted.map((id): Entry => ({ id: id.toString(), fields: null }));
      const found = [...this.#received(entries), ...gone];
      if (found.length > 0) yield found;
    } while (cursor !== '0-0');
  }

  async acknowledge(ids: string[]): Promise<void> {
    await this.#connection.call('XACK', this.#key, groupName, ...ids);
  }

  /** Takes this consumer off the group's list, unless it still has something to acknowledge. */
  async leave(): Promise<void> {
    const pending = await this.#connection.call('XPENDING', this.#key, groupName, '-', '+', '1', this.#consumer);
    if (Array.isArray(pending) && pending.length > 0) return;
    await this.#connection.call('XGROUP', 'DELCONSUMER', this.#key, groupName, this.#consumer);
  }

  async #read(rest: string[]): Promise<Entry[]> {
    const head = ['GROUP', groupName, this.#consumer, 'COUNT', this.#count()];
    const [, entries] = ReadReply.parse(await this.#connection.callBuffer('XREADGROUP', ...head, ...rest));
    return this.#received(entries);
  }

  #count(): string {
    return String(this.#portion.entries);
  }

  #received(entries: z.output<typeof RawEntry>[]): Entry[] {
    this.#portion.got(
      entries.length,
      entries.reduce((sum, entry) => sum + bytesOf(entry), 0),
    );
    return entries.map(toEntry);
  }
}

const bytesOf = ([, flat]: z.output<typeof RawEntry>): number =>
  (flat ?? []).reduce((sum, { length }) => sum + length, 0);

const toEntry = ([id, flat]: z.output<typeof RawEntry>): Entry => {
  if (flat === null) return { id: id.toString(), fields: null };
  const fields: Entry['fields'] = [];
  for (let place = 0; place + 1 < flat.length; place += 2)
    fields.push([String(flat[place]), flat[place + 1] ?? Buffer.alloc(0)]);
  return { id: id.toString(), fields };
};
