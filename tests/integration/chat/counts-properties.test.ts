import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LiveEvent } from '../../../app/_live/core/events.ts';
import { initialState, reduce } from '../../../app/_live/reducer.ts';
import type { LiveState } from '../../../app/_live/slices.ts';
import { type Message, type PersonalEntry, success } from '../../../protocol/index.ts';
import { readHeads } from '../../../server/engine/log/heads.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { logOfPerson } from '../../../server/me/index.ts';
import type { Person } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';
import {
  ada,
  bob,
  data,
  database,
  marks,
  messages,
  prepareChat,
  published,
  renewRoom,
  room,
  say,
  seenBy,
  view,
} from './world.ts';

prepareChat();

/** What an open page believes, which hears everything in order. */
class Page {
  readonly person: Person;
  #state: LiveState;
  #applied: number;

  /** @param from how much of what was published it does not hear, because it came later */
  constructor(person: Person, from = 0) {
    this.person = person;
    this.#applied = from;
    this.#state = initialState({ ...person, ...unsaid });
    this.#receive({ type: 'wire:opened' });
  }

  async sync(): Promise<void> {
    const { socket } = this.#state.connection;
    const me = { ...this.person, ...unsaid };
    const log = logOfPerson(this.person.id);
    const own = (await readHeads(logKinds, database, [log])).get(log);
    const conversations = await view.all(this.person.id);
    const result = success({
      me,
      conversations,
      own,
      doNotDisturbUntil: null,
      serverTime: new Date().toISOString(),
      contract: 1,
    });
    this.#receive({ type: 'answered', name: 'sync', ask: { event: 'sync', payload: {} }, socket, result });
  }

  async mark(seq: number, back: boolean): Promise<void> {
    data(await marks.mark(this.person.id, { conversationId: room, seq, back }));
    this.hear();
  }

  hear(): void {
    for (const { log, after, version, entries } of published.slice(this.#applied)) {
      if (log === room) {
        const payload = { conversationId: room, after, version, messages: entries as Message[] };
        this.#receive({ type: 'server', name: 'messages', payload });
      } else if (log === logOfPerson(this.person.id))
        this.#receive({ type: 'server', name: 'me', payload: { after, version, entries: entries as PersonalEntry[] } });
    }
    this.#applied = published.length;
  }

  /** What cannot be told from the events is asked for once more. */
  async counts() {
    this.hear();
    if (this.#state.connection.recounting) await this.sync();
    const info = this.#state.conversations[room];
    if (!info) throw new Error('the page does not know the room');
    const { readTurn, readSeq, unread, mentions, lastSeq } = info;
    return { readTurn, readSeq, unread, mentions, lastSeq };
  }

  #receive(event: LiveEvent): void {
    this.#state = reduce(this.#state, event, { now: 0, random: 0.5 }).state;
  }
}

/** The rules themselves, over all messages. */
class Model {
  readonly latest: Message[] = [];
  readonly marks = new Map([ada, bob].map(({ id }) => [id, { readTurn: 0, readSeq: 0 }]));

  note(message: Message): void {
    const isNew = this.latest[message.seq - 1] === undefined;
    this.latest[message.seq - 1] = message;
    if (isNew) this.mark(message.authorId, message.seq, false);
  }

  mark(userId: string, seq: number, back: boolean): void {
    const known = this.marks.get(userId) ?? { readTurn: 0, readSeq: 0 };
    const isBack = back && seq < known.readSeq;
    const readSeq = isBack ? seq : Math.max(known.readSeq, Math.min(seq, this.latest.length));
    this.marks.set(userId, { readTurn: known.readTurn + Number(isBack), readSeq });
  }

  counts({ id }: Person) {
    const mark = this.marks.get(id) ?? { readTurn: 0, readSeq: 0 };
    const unread = this.latest.filter(
      ({ seq, authorId, deletedAt }) => seq > mark.readSeq && authorId !== id && deletedAt === null,
    );
    const mentions = unread.filter(({ body }) => body.includes(`<@${id}>`)).length;
    return { ...mark, unread: unread.length, mentions, lastSeq: this.latest.length };
  }
}

const who = fc.nat({ max: 1 });
const named = fc.nat({ max: 3 });
const back = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), who, named }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), back, named }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), back }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('react' as const), who, back, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), who, back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unread' as const), who, back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), who }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const textOf = (mentioned: number) =>
  [ada, bob].map(({ id }, index) => (mentioned & (1 << index) ? `<@${id}>` : 'nobody')).join(' ');

const act = async (now: Step, model: Model, pages: Page[]): Promise<void> => {
  const page = pages['who' in now ? now.who : 0] ?? pages[0];
  const target = 'back' in now ? model.latest.at(-1 - now.back) : undefined;
  if (!page) throw new Error('nobody');
  switch (now.do) {
    case 'say':
      return model.note(await say(page.person, textOf(now.named)));
    case 'edit':
      if (target?.deletedAt !== null) return;
      return model.note(data(await messages.edit(target.authorId, { messageId: target.id, body: textOf(now.named) })));
    case 'delete':
      if (target) model.note(data(await messages.delete(target.authorId, { messageId: target.id })));
      return;
    case 'react':
      if (target?.deletedAt !== null) return;
      return model.note(data(await messages.react(page.person.id, { messageId: target.id, emoji: '👍', on: now.on })));
    case 'read':
    case 'unread': {
      // What follows a send is stored first, as when somebody moves the mark a moment later.
      await marks.flush();
      const seq = Math.max(0, model.latest.length - now.back);
      model.mark(page.person.id, seq, now.do === 'unread');
      return page.mark(seq, now.do === 'unread');
    }
    case 'reload': {
      await marks.flush();
      const fresh = new Page(page.person);
      pages[now.who] = fresh;
      fresh.hear();
      return fresh.sync();
    }
  }
};

it('whatever is said, edited, deleted, reacted to, read and unread, the rules, the database and an open page count alike', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }), async (steps) => {
        const model = new Model();
        const pages = [new Page(ada), new Page(bob)];
        for (const page of pages) await page.sync();
        for (const now of steps) {
          await act(now, model, pages);
          for (const page of pages) {
            const { readTurn, readSeq, unread, mentions, lastSeq } = await seenBy(page.person);
            const stored = { readTurn, readSeq, unread, mentions, lastSeq };
            expect(stored, `stored for ${page.person.name} after ${now.do}`).toEqual(model.counts(page.person));
            expect(await page.counts(), `${page.person.name}'s page after ${now.do}`).toEqual(stored);
          }
        }
      })
      .beforeEach(renewRoom),
    { seed: 20_261_128, numRuns: Number(process.env.COUNT_RUNS ?? 12) },
  );
});

it('a page that is loaded between a send and the mark that follows it is told the mark', async () => {
  await renewRoom();
  for (let n = 0; n < 3; n += 1) await say(ada, 'Hello');
  await marks.flush();
  await say(bob, 'Hello back');
  const page = new Page(bob, published.length);
  await page.sync();
  await marks.flush();
  expect(await page.counts()).toEqual({ readTurn: 0, readSeq: 4, unread: 0, mentions: 0, lastSeq: 4 });
});
