import type { BodyFacts } from '../population.ts';

/** One shown message: what its body says, and its place in the conversation where the server gives it one. */
export type Shown = BodyFacts & { seq: number | undefined };

type FromPerson = { next: number; early: Set<number> };

/** What one member was shown of one conversation, checked message by message while it arrives. */
export class Reception {
  count = 0;
  doubles = 0;
  /** Messages shown after a later one of the same author. */
  disorder = 0;
  /** Messages whose `seq` does not follow the one before. */
  seqGaps = 0;
  lastSeq: number | undefined;
  /** Depends on the order of everything shown: equal for two members only if they saw the same. */
  order = 0;
  #people = new Map<number, FromPerson>();

  take({ person, n, seq }: Shown) {
    let from = this.#people.get(person);
    if (from === undefined) {
      from = { next: 1, early: new Set() };
      this.#people.set(person, from);
    }
    if (n < from.next || from.early.has(n)) {
      this.doubles++;
      return;
    }
    this.count++;
    this.order = Math.imul(this.order ^ (person * 1_048_573 + n), 16_777_619);
    if (seq !== undefined) {
      if (this.lastSeq !== undefined && seq !== this.lastSeq + 1) this.seqGaps++;
      this.lastSeq = seq;
    }
    this.#mark(from, n);
  }

  /** @returns the last number of this person up to which everything was shown */
  contiguous(person: number): number {
    return (this.#people.get(person)?.next ?? 1) - 1;
  }

  /** @returns whether the `n`-th message of this person was shown */
  has(person: number, n: number): boolean {
    const from = this.#people.get(person);
    return from !== undefined && (n < from.next || from.early.has(n));
  }

  #mark(from: FromPerson, n: number) {
    if (n > from.next) {
      from.early.add(n);
      return;
    }
    if (from.early.size > 0) this.disorder++;
    from.next++;
    while (from.early.delete(from.next)) from.next++;
  }
}
