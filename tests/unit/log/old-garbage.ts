import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Message, success } from '../../../protocol/index.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import type { Appender } from '../../../server/messages/append.ts';
import { oldMemory } from '../../support/old-memory.ts';

// Prints how many bytes each send leaves in old memory, where only a collection of all memory finds them.
// A program of its own, started with --expose-gc: a test runner keeps garbage of its own.

const conversations = Array.from({ length: 20 }, (_, n) => `room ${n}`);
const rounds = 500;
const appender: Pick<Appender, 'logOf' | 'commitUnlessHeld'> = {
  logOf: ({ conversationId }) => conversationId,
  commitUnlessHeld: async (sends) => {
    await nextTurn();
    return sends.map(({ body }) => success({ body } as Message));
  },
};
const commits = new GroupCommit(appender as Appender, () => {});

const run = async () => {
  for (let n = 0; n < rounds; n += 1) {
    await Promise.all(
      conversations.map((conversationId) =>
        commits.append({
          ...{
            conversationId,
            authorId: 'ada',
            clientId: randomUUID(),
            replyToId: null,
            threadId: null,
            content: null,
          },
          body: `${n} ${conversationId} `.repeat(20),
        }),
      ),
    );
    if (n % 20 === 0) global.gc?.({ type: 'minor' });
  }
};

// Until everything that stays has been made, and what is hot has been compiled.
await run();
await run();
const before = oldMemory();
await run();
console.log((oldMemory() - before) / (rounds * conversations.length));
