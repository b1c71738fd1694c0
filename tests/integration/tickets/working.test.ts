import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  limits,
  type Rejection,
  TicketConfigurePayload,
  TicketNotePayload,
  TicketResolvePayload,
  TicketSnoozePayload,
} from '../../../protocol/index.ts';
import { type Desk, granted, openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk?.close();
});

const some = async (count: number): Promise<Rejection[]> => desk.take(...Array.from({ length: count }, () => ({})));
const kindsOf = async (id: string) => (await desk.timeline(id)).map(({ kind }) => kind);

describe('a duplicate', () => {
  it('is resolved and linked both ways, and both are told of in one part of the log', async () => {
    const [copy, original] = await some(2);
    const rejectionId = copy?.id ?? '';
    const { version } = await desk.one.feed.head();
    desk.one.published.length = 0;
    const asked = { rejectionId, originalId: original?.id ?? '', version: copy?.version };
    const closed = granted(await desk.one.feed.duplicate(desk.ada.id, asked));
    expect(closed).toMatchObject({ state: 'resolved', duplicateOfId: original?.id, resolvedById: desk.ada.id });
    expect(desk.one.published).toMatchObject([
      { after: version, version: version + 2, entries: [{ id: rejectionId }, { id: original?.id }] },
    ]);
    const told = granted(await desk.two.feed.get({ rejectionId: original?.id }));
    expect(told.duplicates.map(({ id }) => id)).toEqual([rejectionId]);
    expect(granted(await desk.two.feed.get({ rejectionId })).original?.id).toBe(original?.id);
    expect((await desk.timeline(original?.id ?? ''))[0]).toMatchObject({ kind: 'duplicated', otherId: rejectionId });
    expect((await desk.timeline(rejectionId))[0]).toMatchObject({ kind: 'duplicate', otherId: original?.id });
    // Once more, as after a lost answer.
    expect(granted(await desk.two.feed.duplicate(desk.ada.id, asked))).toEqual(closed);
  });

  it('of a duplicate is one of the original, and no circle can be made', async () => {
    const [first, second, third] = await some(3);
    const [a, b, c] = [first?.id ?? '', second?.id ?? '', third?.id ?? ''];
    granted(await desk.one.feed.duplicate(desk.ada.id, { rejectionId: b, originalId: a }));
    expect(granted(await desk.two.feed.duplicate(desk.bob.id, { rejectionId: c, originalId: b })).duplicateOfId).toBe(
      a,
    );
    for (const originalId of [a, b, c])
      expect(await desk.one.feed.duplicate(desk.ada.id, { rejectionId: a, originalId })).toMatchObject({
        error: { code: 'invalid', message: expect.stringContaining('originalId') },
      });
    expect(await desk.one.feed.duplicate(desk.ada.id, { rejectionId: a, originalId: randomUUID() })).toMatchObject({
      error: { code: 'invalid', message: 'originalId: not found' },
    });
  });

  it('of each other, said by two at once, is one of the two', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [first, second] = await some(2);
      const [a, b] = [first?.id ?? '', second?.id ?? ''];
      const answers = await Promise.all([
        desk.one.feed.duplicate(desk.ada.id, { rejectionId: a, originalId: b }),
        desk.two.feed.duplicate(desk.bob.id, { rejectionId: b, originalId: a }),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'invalid' } });
    }
  });

  it('can be taken back, which the original tells, too', async () => {
    const [copy, original] = await some(2);
    const rejectionId = copy?.id ?? '';
    const { version } = granted(
      await desk.one.feed.duplicate(desk.ada.id, { rejectionId, originalId: original?.id ?? '' }),
    );
    const back = granted(await desk.two.feed.reopen(desk.ada.id, { rejectionId, version, as: 'open' }));
    expect(back).toMatchObject({ state: 'open', duplicateOfId: null, resolvedById: null });
    expect(await kindsOf(original?.id ?? '')).toEqual(['separated', 'duplicated', 'receive']);
    expect(granted(await desk.one.feed.get({ rejectionId: original?.id })).duplicates).toEqual([]);
  });
});

describe('an outcome', () => {
  it('is one of a list, with what is said besides, and is in the timeline', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    const done = granted(
      await desk.one.feed.resolve(desk.ada.id, { rejectionId, outcome: 'corrected', text: 'Sent in again' }),
    );
    expect(done).toMatchObject({ state: 'resolved', outcome: 'corrected', outcomeText: 'Sent in again' });
    expect((await desk.timeline(rejectionId))[0]).toMatchObject({ outcome: 'corrected', text: 'Sent in again' });
    const back = granted(await desk.two.feed.reopen(desk.bob.id, { rejectionId, version: done.version, as: 'open' }));
    expect(back).toMatchObject({ outcome: null, outcomeText: null });
    expect(await desk.one.feed.resolve(desk.ada.id, { rejectionId, outcome: 'no-such' })).toMatchObject({
      error: { code: 'invalid', message: expect.stringContaining('outcome') },
    });
  });

  it('is chosen from what an admin has listed, which is audited, and nobody else may list any', async () => {
    const by = { id: desk.admin.id, address: '127.0.0.1' };
    const outcomes = [{ code: 'own-one', name: '自己的' }];
    expect(granted(await desk.one.rules.configure(by, { outcomes }))).toMatchObject({ outcomes });
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    expect(await desk.two.feed.resolve(desk.ada.id, { rejectionId, outcome: 'corrected' })).toMatchObject({
      ok: false,
    });
    granted(await desk.two.feed.resolve(desk.ada.id, { rejectionId, outcome: 'own-one' }));
    expect(await desk.two.rules.configure({ ...by, id: desk.ada.id }, { outcomes: null })).toMatchObject({
      error: { code: 'forbidden' },
    });
    granted(await desk.one.rules.configure(by, { outcomes: null }));
    expect(granted(await desk.two.rules.settings()).outcomes.map(({ code }) => code)).toContain('corrected');
    const entries = await desk.seed.rows<{ actor_id: string }>(
      `select actor_id from audit_entry where action = 'ticket-settings.update'`,
    );
    expect(entries.map(({ actor_id }) => actor_id)).toEqual([desk.admin.id, desk.admin.id]);
  });
});

describe('a note', () => {
  const note = (text: string, clientId = randomUUID()) => ({ actorId: desk.ada.id, clientId, text });

  it('is a row of the timeline, and gives the ticket a version that is told at once', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    const { version, open } = await desk.one.feed.head();
    desk.one.published.length = 0;
    const written = granted(await desk.one.notes.write({ rejectionId, ...note('**Look** <@x> 你好') }));
    expect(written).toMatchObject({ version: version + 1, state: 'open', openAfter: open });
    expect(desk.one.published).toMatchObject([{ after: version, version: version + 1 }]);
    expect((await desk.timeline(rejectionId))[0]).toMatchObject({
      ...{ kind: 'note', byId: desk.ada.id, text: '**Look** <@x> 你好', version: version + 1, editedAt: null },
    });
  });

  it('that is sent again after a lost answer, on another instance and at once, is there once', async () => {
    const [ticket, other] = await some(2);
    const rejectionId = ticket?.id ?? '';
    const same = { rejectionId, ...note('once') };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? desk.one : desk.two).notes.write(same)),
    );
    expect(new Set(answers.map((answer) => granted(answer).version)).size).toBe(1);
    expect(await kindsOf(rejectionId)).toEqual(['note', 'receive']);
    expect(await desk.one.notes.write({ ...same, rejectionId: other?.id ?? '' })).toMatchObject({
      error: { code: 'conflict' },
    });
  });

  it('is changed and taken away by who wrote it, in rows of their own, and shown as it is now', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    const { version } = granted(await desk.one.notes.write({ rejectionId, ...note('first') }));
    const change = (actorId: string, text: string | null) =>
      desk.two.notes.write({ rejectionId, actorId, clientId: randomUUID(), note: version, text });
    expect(await change(desk.bob.id, 'not mine')).toMatchObject({ error: { code: 'forbidden' } });
    granted(await change(desk.ada.id, 'second'));
    const [changed] = await desk.timeline(rejectionId);
    expect(changed).toMatchObject({ version, text: 'second', editedAt: expect.any(String) });
    granted(await change(desk.ada.id, null));
    expect(await change(desk.ada.id, 'too late')).toMatchObject({ error: { code: 'conflict' } });
    expect(await desk.timeline(rejectionId)).toMatchObject([{ kind: 'note', text: null }, { kind: 'receive' }]);
    const rows = await desk.seed.rows<{ kind: string }>(
      'select kind from rejection_deed where rejection_id = $1 order by version',
      [rejectionId],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['note', 'note-edit', 'note-delete']);
  });

  it('is one of at most so many', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    await desk.seed.rows(
      `insert into rejection_deed (rejection_id, version, kind, actor_id, state, detail)
       select $1, -n, 'note', $2, 'open', '{"text": "x"}' from generate_series(1, $3::int) n`,
      [rejectionId, desk.ada.id, limits.ticketNotes],
    );
    expect(await desk.one.notes.write({ rejectionId, ...note('one more') })).toMatchObject({
      error: { code: 'conflict', data: { reason: 'too_many_notes' } },
    });
  });

  it('stays under the name of an account that is gone', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    const gone = await desk.seed.person('Gone', 'handler');
    granted(await desk.one.notes.write({ ...note('I was here'), rejectionId, actorId: gone.id }));
    await desk.seed.rows('select delete_account($1, $2, true)', [desk.admin.id, gone.id]);
    expect((await desk.timeline(rejectionId))[0]).toMatchObject({ byId: gone.id, text: 'I was here' });
  });
});

describe('the timeline', () => {
  it('comes in pages without a gap, and ends with how the ticket came', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    for (let n = 0; n < 7; n += 1)
      granted(
        await desk.one.notes.write({ rejectionId, actorId: desk.ada.id, clientId: randomUUID(), text: `note ${n}` }),
      );
    const seen: (string | null)[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = granted(
        await desk.two.feed.timeline({ rejectionId, limit: 3, ...(before !== undefined && { before }) }),
      );
      seen.push(...page.items.map(({ kind, text }) => text ?? kind));
      if (page.next === null) break;
      before = page.next;
    }
    expect(seen).toEqual([...Array.from({ length: 7 }, (_, n) => `note ${6 - n}`), 'receive']);
  });

  it('of a ticket that does not exist is not found', async () => {
    expect(await desk.one.feed.timeline({ rejectionId: randomUUID(), limit: 10 })).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});

describe('the room about a ticket', () => {
  const members = async (room: string) => {
    const rows = await desk.seed.rows<{ id: string }>('select user_id as id from member where conversation_id = $1', [
      room,
    ]);
    return rows.map(({ id }) => id).sort();
  };

  it('is one, however many ask for it at once on two instances, with all of them in it', async () => {
    const [ticket] = await some(1);
    const rejectionId = ticket?.id ?? '';
    const handlers = await Promise.all(Array.from({ length: 20 }, (_, n) => desk.seed.person(`H${n}`, 'handler')));
    const rooms = await desk.seed.rows<{ n: number }>('select count(*)::int as n from conversation');
    const answers = await Promise.all(
      handlers.map(({ id }, n) => (n % 2 === 0 ? desk.one : desk.two).discussions.open(id, rejectionId)),
    );
    const places = new Set(answers.map((answer) => granted(answer).conversationId));
    expect(places.size).toBe(1);
    const [room = ''] = [...places].flatMap((place) => place ?? []);
    expect(await members(room)).toEqual(handlers.map(({ id }) => id).sort());
    const after = await desk.seed.rows<{ n: number }>('select count(*)::int as n from conversation');
    expect((after[0]?.n ?? 0) - (rooms[0]?.n ?? 0)).toBe(1);
    expect(await kindsOf(rejectionId)).toEqual(['discuss', 'receive']);
    const said = await desk.seed.rows<{ body: string }>('select body from message where conversation_id = $1', [room]);
    expect(said.map(({ body }) => body)).toEqual([
      `https://chat.example.com/admin/tickets/${rejectionId}/${ticket?.ticketId}`,
    ]);
    const [place] = await desk.seed.rows('select kind, visibility from conversation where id = $1', [room]);
    expect(place).toEqual({ kind: 'room', visibility: 'private' });
  });

  it('has those in it whom the ticket names by a confirmed address, and nobody whose address is only said', async () => {
    const [confirmed, unconfirmed, banned] = [
      await desk.seed.person('Cora'),
      await desk.seed.person('Una'),
      await desk.seed.person('Ben'),
    ];
    const address = (id: string, email: string, is: boolean) =>
      desk.seed.rows('update "user" set email = $2, email_verified = $3 where id = $1', [id, email, is]);
    await address(confirmed.id, 'cora@example.com', true);
    await address(unconfirmed.id, 'una@example.com', false);
    await address(banned.id, 'ben@example.com', true);
    await desk.seed.rows('update "user" set banned = true where id = $1', [banned.id]);
    const tickets = await desk.take(
      { requester: 'Cora@Example.com', rejectedBy: 'una@example.com' },
      { requester: 'Cora', rejectedBy: 'ben@example.com' },
    );
    const [first, second] = await Promise.all(
      tickets.map(({ id }) => desk.one.discussions.open(desk.ada.id, id).then(granted)),
    );
    expect(await members(first?.conversationId ?? '')).toEqual([desk.ada.id, confirmed.id].sort());
    expect(await members(second?.conversationId ?? '')).toEqual([desk.ada.id]);
  });

  it('is not made for a ticket that does not exist, nor for somebody who is in too many', async () => {
    expect(await desk.one.discussions.open(desk.ada.id, randomUUID())).toMatchObject({ error: { code: 'not_found' } });
    const [ticket] = await desk.take({ ticketId: '..', title: '\u202e'.repeat(300) });
    expect(granted(await desk.one.discussions.open(desk.ada.id, ticket?.id ?? '')).conversationId).not.toBeNull();
  });
});

describe('whatever is asked of one ticket', () => {
  const id = randomUUID();
  it.each([
    ['neither a time nor a number', TicketSnoozePayload, { rejectionId: id }],
    ['both', TicketSnoozePayload, { rejectionId: id, until: '2099-01-01T00:00:00.000Z', times: 1 }],
    ['a moment without a zone', TicketSnoozePayload, { rejectionId: id, until: '2099-01-01T00:00:00' }],
    ['the year 0', TicketSnoozePayload, { rejectionId: id, until: '0000-01-01T00:00:00.000Z' }],
    ['half a time more', TicketSnoozePayload, { rejectionId: id, times: 0.5 }],
    ['too many times', TicketSnoozePayload, { rejectionId: id, times: limits.ticketSnoozeTimes + 1 }],
    ['a code that is none', TicketResolvePayload, { rejectionId: id, outcome: '<script>' }],
    ['a long explanation', TicketResolvePayload, { rejectionId: id, text: 'x'.repeat(limits.ticketOutcomeText + 1) }],
    ['a note of blanks', TicketNotePayload, { rejectionId: id, clientId: id, text: ' \n\t' }],
    ['a note that cannot be stored', TicketNotePayload, { rejectionId: id, clientId: id, text: 'a\u0000b' }],
    ['a note that is too long', TicketNotePayload, { rejectionId: id, clientId: id, text: 'x'.repeat(8_001) }],
    ['no outcome at all', TicketConfigurePayload, { outcomes: [] }],
    [
      'one outcome twice',
      TicketConfigurePayload,
      {
        outcomes: [
          { code: 'a', name: null },
          { code: 'a', name: 'A' },
        ],
      },
    ],
    ['no hours', TicketConfigurePayload, { acknowledgeHours: 0 }],
  ])('is refused with %s', (_, schema, payload) => {
    expect(schema.safeParse(payload).success).toBe(false);
  });
});
