import { now } from './clock.ts';
import type { Member } from './member.ts';
import type { Tally } from './tally.ts';

export type AuthorPlan = { person: number; conversation: number };

/** What became of everything a person sent; `checksum` covers each acknowledged number with the place it was given. */
export type Sent = { person: number; conversation: number; sent: number; unacked: number[]; checksum: number };

/** Equal on both sides only if the same sends were acknowledged with the same places. */
export const placeSum = (sum: number, n: number, seq: number): number =>
  (sum + Math.imul(Math.imul(n, 0x9e3779b1) ^ seq, 0x85ebca6b)) | 0;

/** A member who writes into one conversation, by window or by schedule, and remembers what was acknowledged. */
export class Author {
  readonly plan: AuthorPlan;
  #member: Member;
  #tally: Tally;
  #sent = 0;
  #unacked = new Set<number>();
  #checksum = 0;

  constructor(plan: AuthorPlan, member: Member, tally: Tally) {
    this.plan = plan;
    this.#member = member;
    this.#tally = tally;
  }

  get outstanding() {
    return this.#unacked.size;
  }

  /** @param due when the schedule wanted it sent: latency counts from there, whatever held it up */
  send(due: number, onDone: () => void = () => {}) {
    const n = ++this.#sent;
    this.#unacked.add(n);
    this.#member.send({ conversation: this.plan.conversation, n, due }, (answer) => {
      if (answer.ok) {
        this.#unacked.delete(n);
        this.#checksum = placeSum(this.#checksum, n, answer.seq ?? 0);
        this.#tally.acked++;
        if (this.#tally.measuring) this.#tally.ackTimes.add(now() - due);
      } else this.#tally.problem(`send: ${answer.code}`);
      onDone();
    });
  }

  report(): Sent {
    const { person, conversation } = this.plan;
    return { person, conversation, sent: this.#sent, unacked: [...this.#unacked], checksum: this.#checksum };
  }
}
