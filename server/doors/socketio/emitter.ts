import { type Batch, joined } from '../../engine/log/batch.ts';
import type { LogKinds } from '../../engine/log/kinds.ts';
import { payloadsOf } from '../../engine/log/payload.ts';
import { EncodedJson } from './internals/encoder.ts';
import type { Io, Socket } from './socket.ts';

/**
 * Pushes batches to this instance's own sockets: one packet, encoded once, whatever the number of sockets; more than one only
 * where it would be larger than a page.
 *
 * What one turn of the event loop brings of a log goes out as one packet. Writing to thousands of sockets takes longer
 * than a commit, so an instance that wrote every commit by itself would fall behind the others for good; this one writes
 * larger packets instead, the later it is.
 */
export class Emitter {
  readonly #io: Io;
  readonly #kinds: LogKinds;
  #waiting = new Map<string, Batch[]>();

  constructor(io: Io, kinds: LogKinds) {
    this.#io = io;
    this.#kinds = kinds;
  }

  /** @param batch of each log in version order; it is sent at the end of this turn */
  emit(batch: Batch): void {
    if (this.#waiting.size === 0) setImmediate(() => this.#flush());
    const known = this.#waiting.get(batch.log);
    if (known) known.push(batch);
    else this.#waiting.set(batch.log, [batch]);
  }

  /** @returns whether any socket here is in the log's room */
  isHeard(log: string): boolean {
    return this.#io.of('/').adapter.rooms.has(this.#kinds.roomOf(log));
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [log, batches] of waiting) {
      if (!this.isHeard(log)) continue;
      for (const batch of joined(batches)) this.#send(this.#kinds.roomOf(log), batch);
    }
  }

  #send(room: string, batch: Batch): void {
    // The text is what the contract's encoding of this event is; the types only know the decoded form.
    for (const { event, json } of payloadsOf(this.#kinds, batch))
      this.#io.local.to(room).emit(event, new EncodedJson(json) as never);
    this.#sendAsBefore(room, batch);
  }

  /** Pages stay open over an update: they hear as much as their contract has words for. */
  #sendAsBefore(room: string, batch: Batch): void {
    const { older, prefix } = this.#kinds.of(batch.log);
    if (older === undefined) return;
    const { adapter, sockets } = this.#io.of('/');
    const isOlder = ({ data }: Socket) => data.contract !== undefined && data.contract < older.contract;
    const listening = [...(adapter.rooms.get(room) ?? [])].flatMap((id) => sockets.get(id) ?? []).filter(isOlder);
    if (listening.length === 0) return;
    for (const { event, payload } of older.events(batch.log.slice(prefix.length), batch.entries))
      for (const socket of listening) socket.emit(event, payload as never);
  }
}
