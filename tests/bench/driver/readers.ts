import { setTimeout as wait } from 'node:timers/promises';
import type { Member } from './member.ts';
import { Reader } from './reader.ts';
import type { Tally } from './tally.ts';

/** Milliseconds that the last marks may take. */
const patience = 10_000;

/** Everybody of one driver who marks as read what they are shown. */
export class Readers {
  #readers: Reader[];

  constructor(members: Member[], conversation: number, tally: Tally) {
    this.#readers = members.map((member) => new Reader(member, conversation, tally));
  }

  /** Waits for the last marks. @returns how many readers the server does not say that they have read everything */
  async behind(): Promise<number> {
    for (let waited = 0; waited < patience && !this.#readers.every((reader) => reader.isDone); waited += 50)
      await wait(50);
    const kept = await Promise.all(this.#readers.map((reader) => reader.isKept()));
    return kept.filter((isKept) => !isKept).length;
  }
}
