import { beforeEach, describe, expect, it } from 'vitest';
import { limits, type PersonalEntry } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readPresent } from '../../../server/engine/log/epoch/present.ts';
import { readHeads } from '../../../server/engine/log/heads.ts';
import { readNews } from '../../../server/engine/log/tail-news.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { logKinds, personalSources } from '../../../server/log-kinds.ts';
import { logOfPerson } from '../../../server/me/index.ts';
import { Personal } from '../../../server/me/personal.ts';
import {
  ada,
  bob,
  conversations,
  data,
  database,
  marks,
  prepareChat,
  published,
  room,
  say,
  seed,
} from '../chat/world.ts';

prepareChat();

let personal: Personal;
let before: number;

const head = async ({ id } = bob) => {
  const log = logOfPerson(id);
  return (await readHeads(logKinds, database, [log])).get(log) ?? 0;
};

beforeEach(async () => {
  const log = createLogger('silent', 'test');
  personal = new Personal({ database, sources: personalSources, publish: () => {}, log });
  before = await head();
});

const mark = async (seq: number, back = false) =>
  data(await marks.mark(bob.id, { conversationId: room, seq, back })).state;
const changes = async (afterVersion: number, limit = 500) =>
  data(await personal.changes(bob.id, { afterVersion, limit }));
const ownBatches = () => published.filter(({ log }) => log === logOfPerson(bob.id));

describe('a read mark', () => {
  it('is an entry of its reader’s log: what is published, what is read and what is answered say the same', async () => {
    for (let n = 0; n < 3; n += 1) await say(ada);
    const state = await mark(2);
    expect(state).toEqual({ readTurn: 0, readSeq: 2, unread: 1, mentions: 0, lastSeq: 3, version: 3 });
    const entry: PersonalEntry = {
      ...{ id: `read:${room}`, version: before + 1, deleted: false },
      content: { read: { conversationId: room, ...state } },
    };
    expect(ownBatches()).toEqual([{ log: logOfPerson(bob.id), after: before, version: before + 1, entries: [entry] }]);
    expect(await changes(before)).toEqual({ entries: [entry], version: before + 1, complete: true });
  });

  it('that does not move changes nothing; one that goes back does', async () => {
    for (let n = 0; n < 3; n += 1) await say(ada);
    await mark(2);
    await mark(2);
    await mark(1);
    expect(await head()).toBe(before + 1);
    await mark(1, true);
    expect(await head()).toBe(before + 2);
    expect((await changes(before)).entries).toMatchObject([
      { version: before + 2, content: { read: { readTurn: 1, readSeq: 1, unread: 2 } } },
    ]);
    expect(ownBatches().map(({ after, version }) => [after, version])).toEqual([
      [before, before + 1],
      [before + 1, before + 2],
    ]);
  });

  it('that follows a send is told like any other: a page that was loaded in between knows the message already', async () => {
    await say(bob);
    await marks.flush();
    expect(
      await seed.rows('select read_seq::int from member where conversation_id = $1 and user_id = $2', [room, bob.id]),
    ).toEqual([{ read_seq: 1 }]);
    expect(await head()).toBe(before + 1);
    expect(ownBatches().flatMap(({ entries }) => entries)).toMatchObject([
      { version: before + 1, content: { read: { readSeq: 1, unread: 0 } } },
    ]);
  });

  it('in several rooms at once is one commit, each with a version of its own', async () => {
    const rooms = await Promise.all(Array.from({ length: 5 }, () => seed.room([ada, bob])));
    for (const conversationId of rooms) await say(ada, 'Hello', conversationId);
    await Promise.all(rooms.map((conversationId) => marks.mark(bob.id, { conversationId, seq: 1 })));
    expect(ownBatches()).toMatchObject([{ after: before, version: before + 5 }]);
    const entries = ownBatches().flatMap((batch) => batch.entries);
    expect(entries.map(({ version }) => version - before)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(entries.map(({ id }) => id))).toEqual(new Set(rooms.map((id) => `read:${id}`)));
  });

  it('is news to the tail, once and at its latest version', async () => {
    for (let n = 0; n < 2; n += 1) await say(ada);
    const { horizon: from } = await readPresent(database);
    await mark(1);
    await mark(2);
    const [now] = await seed.rows<{ xid: string }>('select pg_current_xact_id()::text as xid');
    let to = from;
    await until('the horizon to pass the marks', async () => {
      to = (await readPresent(database)).horizon;
      return to > BigInt(now?.xid ?? 0);
    });
    const heads = new Map<string, number>();
    for await (const tidings of readNews(logKinds, database, { from, to }))
      for (const [log, version] of tidings.heads) heads.set(log, version);
    expect(heads.get(logOfPerson(bob.id))).toBe(before + 2);
  });

  it('of a room that one has left tells nothing, and leaves no hole that cannot be filled', async () => {
    await say(ada);
    await mark(1);
    data(await conversations.leave(bob.id, { conversationId: room }));
    expect(await changes(before)).toEqual({ entries: [], version: before + 1, complete: true });
  });

  it('in ten thousand rooms comes in pages, each mark once', async () => {
    const reader = await seed.person('Reader');
    const count = 10_000;
    await seed.rows(
      `with made as (insert into conversation (kind, name) select 'room', 'Many' from generate_series(1, $2::int) returning id)
       insert into member (conversation_id, user_id, read_seq, version, xid)
       select id, $1, 0, row_number() over (), pg_current_xact_id() from made`,
      [reader.id, count],
    );
    await seed.rows(`insert into log (id, kind, last_version) values ($1, 'person', $2)`, [reader.id, count]);
    const seen = new Set<string>();
    let pages = 0;
    for (let afterVersion = 0, complete = false; !complete; pages += 1) {
      const page = data(await personal.changes(reader.id, { afterVersion, limit: limits.personalPage }));
      expect(page.entries.length).toBeLessThanOrEqual(limits.personalPage);
      for (const { id } of page.entries) seen.add(id);
      afterVersion = page.entries.at(-1)?.version ?? afterVersion;
      complete = page.complete;
    }
    expect([seen.size, pages]).toEqual([count, count / limits.personalPage]);
  });
});
