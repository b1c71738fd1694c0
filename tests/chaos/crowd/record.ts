import type { Received } from '../../../app/_live/core/wire/wire.ts';
import type { Acknowledgement, Written } from '../checker/facts.ts';

/** One message that became visible on one page. */
export type Delivery = {
  conversationId: string;
  seq: number;
  authorId: string;
  reader: string;
  /** When it was committed, by the clock of this machine. */
  committedAt: number;
  /** How long after that the page showed it, in milliseconds. */
  gap: number;
};

/** A send that its author sees as failed: with a button to try again. */
export type Failure = { authorId: string; clientId: string; code: string; at: number };
export type Outage = { reader: string; from: number; until: number };
export type DegradedMark = { reader: string; degraded: boolean; at: number };

/** What all pages together did and saw. */
export class Record {
  readonly written: Written[] = [];
  readonly acknowledged: Acknowledgement[] = [];
  readonly deliveries: Delivery[] = [];
  readonly failures: Failure[] = [];
  readonly outages: Outage[] = [];
  readonly degraded: DegradedMark[] = [];
  /** From writing to acknowledgement, in milliseconds, with the moment of writing. */
  readonly waits: { conversationId: string; at: number; ms: number }[] = [];
  /** Everything the client code reported, which is more than it may be asked to survive. */
  readonly reports: string[] = [];
  /** A fault may listen to everything that reaches anybody over the wire. */
  onReceived: (userId: string, event: Received) => void = () => {};
  /** Refused sends, by the code of the answer. */
  readonly refusals = new Map<string, number>();
  /** All requests that were refused, by event and code. */
  readonly refused = new Map<string, number>();
  jumps = 0;
  reloads = 0;
  readonly #writtenAt = new Map<string, number>();

  wrote(send: Written): void {
    this.written.push(send);
    this.#writtenAt.set(send.clientId, send.at);
  }

  wasAcknowledged(told: Acknowledgement): void {
    this.acknowledged.push(told);
    const at = this.#writtenAt.get(told.clientId);
    if (at === undefined) return;
    this.waits.push({ conversationId: told.conversationId, at, ms: told.at - at });
    this.#writtenAt.delete(told.clientId);
  }

  wasRefused(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }

  wasAnswered(event: string, code: string): void {
    const answer = `${event}: ${code}`;
    this.refused.set(answer, (this.refused.get(answer) ?? 0) + 1);
  }

  failed(failure: Failure): void {
    if (!this.failures.some(({ clientId }) => clientId === failure.clientId)) this.failures.push(failure);
  }
}
