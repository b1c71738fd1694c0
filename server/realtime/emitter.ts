import { rooms } from '../cluster/rooms.ts';
import { type Batch, joined, ticketLog } from '../log/batch.ts';
import { payloadOf } from '../log/payload.ts';
import { EncodedJson } from './encoder.ts';
import type { Io } from './socket.ts';

/**
 * Pushes batches to this instance's own sockets: one packet, encoded once, whatever the number of sockets.
 *
 * What one turn of the event loop brings of a log goes out as one packet. Writing to thousands of sockets takes longer
 * than a commit, so an instance that wrote every commit by itself would fall behind the others for good; this one writes
 * larger packets instead, the later it is.
 */
export class Emitter {
  readonly #io: Io;
  #waiting = new Map<string, Batch[]>();

  constructor(io: Io) {
    this.#io = io;
  }

  /** @param batch of each log in version order; it is sent at the end of this turn */
  emit(batch: Batch): void {
    if (this.#waiting.size === 0) setImmediate(() => this.#flush());
    const known = this.#waiting.get(batch.log);
    if (known) known.push(batch);
    else this.#waiting.set(batch.log, [batch]);
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [log, batches] of waiting) {
      const room = log === ticketLog ? rooms.admins : rooms.conversation(log);
      if (!this.#io.of('/').adapter.rooms.has(room)) continue;
      for (const batch of joined(batches)) this.#send(room, batch);
    }
  }

  #send(room: string, batch: Batch): void {
    const { event, json } = payloadOf(batch);
    // The text is what the contract's encoding of this event is; the types only know the decoded form.
    this.#io.local.to(room).emit(event, new EncodedJson(json) as never);
  }
}
