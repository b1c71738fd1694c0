import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Message, type Result, success } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import type { Appender } from '../../../server/messages/append.ts';
import type { Send } from '../../../server/messages/send.ts';

type Batch = { bodies: string[]; alone: boolean; end(outcome?: 'held'): void };

/** Takes batches as the database would, and ends each when the test says so. */
const slowAppender = (batches: Batch[]): Appender => {
  const begin = (sends: Send[], alone: boolean) =>
    new Promise<Result<Message>[] | 'held'>((resolve) => {
      const results = sends.map(({ body }) => success({ body } as Message));
      batches.push({ bodies: sends.map(({ body }) => body), alone, end: (outcome) => resolve(outcome ?? results) });
    });
  const appender: Pick<Appender, 'logOf' | 'commit' | 'commitUnlessHeld'> = {
    logOf: ({ conversationId }) => conversationId,
    commitUnlessHeld: (sends) => begin(sends, false),
    commit: async (sends) => {
      const results = await begin(sends, true);
      return results === 'held' ? [] : results;
    },
  };
  return appender as Appender;
};

let batches: Batch[];
let commits: GroupCommit<Send, Message>;

beforeEach(() => {
  batches = [];
  commits = new GroupCommit(slowAppender(batches), () => {});
});

const send = (conversationId: string, body: string) =>
  commits.append({
    conversationId,
    authorId: 'ada',
    clientId: randomUUID(),
    body,
    replyToId: null,
    threadId: null,
    content: null,
  });
const begun = (count: number) => until(`${count} batches to begin`, () => batches.length >= count);
const bodies = () => batches.map((batch) => batch.bodies);

describe('group commits', () => {
  it('commit at once what comes while nothing is in flight, whatever the number of conversations', async () => {
    void send('a', '1');
    void send('b', '2');
    void send('c', '3');
    await begun(1);
    expect(bodies()).toEqual([['1', '2', '3']]);
  });

  it('gather while a batch is in flight, and commit all of it when that is done', async () => {
    void send('a', '1');
    await begun(1);
    void send('b', '2');
    batches[0]?.end();
    void send('c', '3');
    await begun(2);
    expect(bodies()).toEqual([['1'], ['2', '3']]);
  });

  it('do not keep a few sends waiting for a batch that does not end', async () => {
    void send('a', '1');
    await begun(1);
    void send('b', '2');
    await begun(2);
    expect(bodies()).toEqual([['1'], ['2']]);
  });

  it('begin a large batch beside the one that is in flight', async () => {
    void send('a', 'first');
    await begun(1);
    const many = Array.from({ length: 100 }, (_, n) => String(n));
    for (const body of many) void send(`room ${body}`, body);
    await new Promise((resolve) => setImmediate(resolve));
    expect(bodies()).toEqual([['first'], many]);
  });

  it('never commit two batches of one conversation at once, and keep its order', async () => {
    void send('a', '1');
    await begun(1);
    void send('a', '2');
    void send('b', 'other');
    await begun(2);
    void send('a', '3');
    batches[0]?.end();
    await begun(3);
    expect(bodies()).toEqual([['1'], ['other'], ['2', '3']]);
  });

  it('answer each send with what became of it', async () => {
    const answers = Promise.all([send('a', '1'), send('b', '2')]);
    await begun(1);
    batches[0]?.end();
    expect(await answers).toMatchObject([{ data: { body: '1' } }, { data: { body: '2' } }]);
  });

  it('commit each conversation by itself when one of them is held, and later sends to the others together', async () => {
    void send('held', '1');
    void send('free', '2');
    await begun(1);
    batches[0]?.end('held');
    await begun(3);
    expect(batches.slice(1).map(({ alone, bodies }) => [alone, ...bodies])).toEqual([
      [true, '1'],
      [true, '2'],
    ]);
    batches[2]?.end();
    void send('held', '3');
    void send('free', '4');
    await begun(4);
    expect(batches[3]?.bodies, 'what is held waits behind its own').toEqual(['4']);
    batches[1]?.end();
    await begun(5);
    expect(batches[4]).toMatchObject({ bodies: ['3'], alone: true });
  });

  it('go on however many conversations are held', async () => {
    const held = Array.from({ length: 20 }, (_, n) => `held ${n}`);
    for (const conversation of held) void send(conversation, conversation);
    await begun(1);
    batches[0]?.end('held');
    await begun(1 + held.length);
    void send('free', '1');
    await begun(2 + held.length);
    expect(batches.at(-1)).toMatchObject({ bodies: ['1'], alone: false });
  });

  it('leave nothing behind that only a collection of all memory would find', async () => {
    const program = join(import.meta.dirname, 'old-garbage.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program]);
    expect(Number(stdout), 'bytes left in old memory by each send').toBeLessThan(100);
  });

  it('are idle only when everything is answered', async () => {
    let idle = false;
    void send('a', '1');
    await begun(1);
    const waiting = commits.idle().then(() => {
      idle = true;
    });
    void send('a', '2');
    batches[0]?.end();
    await begun(2);
    expect(idle, 'idle while a batch is in flight').toBe(false);
    batches[1]?.end();
    await waiting;
    await commits.idle();
  });
});
