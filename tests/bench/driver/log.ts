import { type Data, type Result, timing } from '../../../protocol/index.ts';
import { conversationId, feed } from '../population.ts';
import { type Batch, rejectionShown, type Versioned, versionedMessage } from './batch.ts';
import type { Member } from './member.ts';
import type { Tally } from './tally.ts';

/** Milliseconds before a refused question is asked again, where the refusal does not say. */
const refusedDelay = 500;

type Changes = { messages: Versioned[]; version: number; complete: boolean };

const readChanges = (data: Data<'message:changes'> | Data<'ticket:changes'>): Changes => ({
  version: data.version,
  complete: data.complete,
  messages: 'messages' in data ? data.messages.map(versionedMessage) : data.rejections.map(rejectionShown),
});

/** One member's copy of one conversation's log: shows what is contiguous, holds the rest, fetches what is missing. */
export class Log {
  readonly conversation: number;
  cursor: number | undefined;
  #member: Member;
  #tally: Tally;
  #held: Batch[] = [];
  #repair: NodeJS.Timeout | undefined;

  constructor(conversation: number, member: Member, tally: Tally) {
    this.conversation = conversation;
    this.#member = member;
    this.#tally = tally;
  }

  take(batch: Batch) {
    this.cursor ??= batch.after;
    if (batch.after > this.cursor) {
      this.#held.push(batch);
      this.#repairSoon();
      return;
    }
    this.#show(batch);
    if (this.#held.length > 0) this.#showHeld();
  }

  /** A head was announced: whatever is missing should arrive soon, or be fetched. */
  hear(version: number) {
    if (this.cursor !== undefined && version > this.cursor) this.#repairSoon();
  }

  /** Becomes complete up to this head; the first time, everything before it counts as known. */
  async reach(head: number): Promise<void> {
    this.cursor ??= head;
    while (this.cursor < head) if ((await this.#fetch()) === 'failed') return;
  }

  #show({ version, messages }: Batch) {
    const cursor = this.cursor ?? 0;
    if (version <= cursor) return;
    const first = messages[0];
    const fresh =
      first !== undefined && first.version <= cursor ? messages.filter((m) => m.version > cursor) : messages;
    this.cursor = version;
    this.#member.show(this.conversation, fresh);
  }

  #showHeld() {
    this.#held.sort((a, b) => a.after - b.after);
    while (this.#held[0] !== undefined && this.#held[0].after <= (this.cursor ?? 0)) {
      const batch = this.#held.shift();
      if (batch !== undefined) this.#show(batch);
    }
    if (this.#held.length === 0) this.#calm();
  }

  #repairSoon() {
    this.#repair ??= setTimeout(() => {
      this.#calm();
      this.#tally.holes++;
      void this.#fetchAll();
    }, timing.clientHole);
  }

  #calm() {
    clearTimeout(this.#repair);
    this.#repair = undefined;
  }

  /** One answer holds only so much: asks on until it is complete. */
  async #fetchAll() {
    while ((await this.#fetch()) === 'more');
  }

  #apply({ messages, version, complete }: Changes) {
    const last = complete ? version : (messages.at(-1)?.version ?? version);
    this.#show({ conversation: this.conversation, after: this.cursor ?? 0, version: last, messages });
    this.#showHeld();
  }

  /** @returns `more` when it has to be asked again: the answer was not complete, or refused for now */
  #fetch(): Promise<'complete' | 'more' | 'failed'> {
    const after = this.cursor ?? 0;
    const [event, payload] =
      this.conversation === feed
        ? ['ticket:changes', `{"afterVersion":${after}}`]
        : ['message:changes', `{"conversationId":"${conversationId(this.conversation)}","afterVersion":${after}}`];
    return new Promise((resolve) => {
      const asked = this.#member.request(event, payload, (json) => {
        const [answer] = JSON.parse(json) as [Result<Data<'message:changes'> | Data<'ticket:changes'>>];
        if (!answer.ok) {
          const { code, retryAfterMs = refusedDelay } = answer.error;
          if (code === 'unavailable' || code === 'rate_limited') {
            setTimeout(resolve, retryAfterMs * (0.5 + Math.random()), 'more');
            return;
          }
          this.#tally.problem(`${event}: ${code}`);
          return resolve('failed');
        }
        const changes = readChanges(answer.data);
        this.#apply(changes);
        resolve(changes.complete ? 'complete' : 'more');
      });
      if (!asked) resolve('failed');
    });
  }
}
