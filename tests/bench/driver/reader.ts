import type { Result, SyncData } from '../../../protocol/index.ts';
import { conversationId } from '../population.ts';
import { now } from './clock.ts';
import type { Member } from './member.ts';
import type { Tally } from './tally.ts';

/** Milliseconds after which a mark without an answer went with its connection. */
const patience = 5_000;

/** A member who reads one conversation and marks what it is shown as read: one mark at a time, always up to the newest. */
export class Reader {
  #member: Member;
  #conversation: number;
  #tally: Tally;
  #kept = 0;
  /** When the newest mark was sent, while its answer is awaited. */
  #askedAt: number | undefined;

  constructor(member: Member, conversation: number, tally: Tally) {
    this.#member = member;
    this.#conversation = conversation;
    this.#tally = tally;
    member.onShown = () => this.#look();
  }

  get #newest(): number {
    return this.#member.reception(this.#conversation).lastSeq ?? 0;
  }

  get isDone(): boolean {
    return this.#kept >= this.#newest;
  }

  /** @returns whether the server says that everything shown is read */
  isKept(): Promise<boolean> {
    return new Promise((resolve) => {
      const asked = this.#member.request('sync', '{}', (json) => {
        const [answer] = JSON.parse(json) as [Result<SyncData>];
        const id = conversationId(this.#conversation);
        resolve(answer.ok && answer.data.conversations.find((own) => own.id === id)?.readSeq === this.#newest);
      });
      if (!asked) resolve(false);
    });
  }

  #look() {
    const time = now();
    if (this.isDone || (this.#askedAt !== undefined && time - this.#askedAt < patience)) return;
    const seq = this.#newest;
    const payload = `{"conversationId":"${conversationId(this.#conversation)}","seq":${seq}}`;
    const asked = this.#member.request('read:mark', payload, (json) => {
      if (this.#askedAt === time) this.#askedAt = undefined;
      const [answer] = JSON.parse(json) as [Result<{ readSeq: number }>];
      if (!answer.ok) return this.#refused(answer.error.code);
      this.#kept = Math.max(this.#kept, seq);
      this.#tally.marked++;
      if (this.#tally.measuring) this.#tally.markTimes.add(now() - time);
      this.#look();
    });
    if (asked) this.#askedAt = time;
  }

  #refused(code: string) {
    this.#tally.problem(`read:mark: ${code}`);
    setTimeout(() => this.#look(), 100);
  }
}
