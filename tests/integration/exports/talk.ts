import { randomUUID } from 'node:crypto';
import type { Person, Seed } from '../../support/seed.ts';

/** People who have said things to each other: what an export has to bring back. */
export type Talk = {
  admin: Person;
  ada: Person;
  bob: Person;
  guest: Person;
  room: string;
  secret: string;
  direct: string;
};

type Words = { body?: string; reactions?: object; isDeleted?: boolean; isEdited?: boolean; replyToId?: string };

/** @returns the id of a message that stands at the end of a log, as the append would have left it */
export const say = async (seed: Seed, place: string, author: Person, words: Words = {}): Promise<string> => {
  const { body = 'Hello', reactions = {}, isDeleted = false, isEdited = false, replyToId = null } = words;
  const [message] = await seed.rows<{ id: string }>(
    `with head as (
       update log set last_seq = last_seq + 1, last_version = last_version + 2 where id = $1 returning last_seq, last_version
     )
     insert into message (conversation_id, seq, version, author_id, client_id, body, reactions, edited_at, deleted_at, reply_to_id)
     select $1, last_seq, last_version, $2, gen_random_uuid(), case when $5 then '' else $3 end, $4,
       case when $6 then now() end, case when $5 then now() end, $7 from head
     returning id`,
    [place, author.id, body, JSON.stringify(reactions), isDeleted, isEdited, replyToId],
  );
  if (message === undefined) throw new Error('there is no such log');
  return message.id;
};

/** Fills an installation with one of everything. */
export const haveATalk = async (seed: Seed): Promise<Talk> => {
  const admin = await seed.person('管理员', 'admin');
  const [ada, bob] = [await seed.person('Ada'), await seed.person('Bob', 'handler')];
  const guest = await seed.person('客人', 'guest');
  const room = await seed.room([ada, bob, guest], { name: '项目 Alpha', visibility: 'public' });
  const secret = await seed.room([bob], { name: 'Secret', archived: true });
  const direct = await seed.direct(ada, bob);
  const first = await say(seed, room, ada, {
    body: `你好，<@${bob.id}> 👋\n第二行 "引号"`,
    reactions: { '👍': [bob.id, guest.id] },
  });
  await say(seed, room, bob, { body: 'An answer', replyToId: first, isEdited: true });
  await say(seed, room, guest, { isDeleted: true });
  await say(seed, secret, bob, { body: 'Nobody else reads this' });
  await say(seed, direct, ada, { body: 'Between us' });
  await say(seed, direct, bob, { body: '只有我们' });
  await seed.rows(`insert into mention (conversation_id, user_id, seq) values ($1, $2, 1)`, [room, bob.id]);
  await seed.rows(
    `update member set read_seq = 2, read_ranges = '{[3,4)}', version = 1 where conversation_id = $1 and user_id = $2`,
    [room, ada.id],
  );
  await seed.rows(`insert into log (id, kind, last_version) values ($1, 'person', 3)`, [ada.id]);
  await seed.rows(
    `insert into personal_entry (log, key, version, content) values ($1, 'draft:x', 3, '{"text":"未完成"}')`,
    [ada.id],
  );
  await seed.rows(`insert into departure (conversation_id, user_id, by_id) values ($1, $2, $3)`, [
    room,
    admin.id,
    ada.id,
  ]);
  await seed.rows(`insert into picture (id, small, large) values ('face', '\\x0102', '\\x030405')`);
  await seed.rows(
    `update "user" set image = '/api/pictures/face/64', title = 'Engineer', status_emoji = '🌴', status_text = '休假', time_zone = 'Asia/Shanghai' where id = $1`,
    [ada.id],
  );
  await seed.rows(`update "user" set banned = true where id = $1`, [(await seed.person('Left')).id]);
  await seed.rows(
    `insert into "user" (id, name, email, kind, owner_id) values ($1, 'Robot', 'robot@bots.invalid', 'bot', $2)`,
    [randomUUID(), ada.id],
  );
  await seed.rows(`update workspace set name = '团队', default_rooms = array[$1::uuid], steps = '{}', logo = 'face'`, [
    room,
  ]);
  const [ticket] = await seed.rejections([
    {
      ...{
        eventId: 'e-1',
        ticketId: 'T-1',
        title: 'Refund',
        reasonCode: 'over_limit',
        reason: '超出限额',
        rejectedBy: 'policy',
      },
      ...{
        priority: 'high',
        occurredAt: '2026-01-02T03:04:05.678Z',
        source: 'http',
        raw: { number: 12345678901234567890n.toString() },
      },
    },
  ]);
  await seed.rows(
    `insert into rejection_deed (rejection_id, version, kind, actor_id, state) values ($1, 1, 'acknowledge', $2, 'acknowledged')`,
    [ticket, bob.id],
  );
  await seed.rows(
    `insert into rejection_deed (rejection_id, version, kind, actor_id, state, detail, client_id)
     values ($1, 2, 'note', $2, 'acknowledged', '{"text": "说明 <@x>"}', gen_random_uuid())`,
    [ticket, bob.id],
  );
  await seed.rows(
    `insert into rejection_deed (rejection_id, version, kind, actor_id, state, detail, of_version)
     values ($1, 3, 'note-edit', $2, 'acknowledged', '{"text": "changed"}', 2)`,
    [ticket, bob.id],
  );
  await seed.rows(`insert into rejection_repeat (rejection_id, count, last_at) values ($1, 3, now())`, [ticket]);
  await seed.rows(
    `update rejection set wakes_at = now() + interval '1 day', resolution = 'other', resolution_text = '因为' where id = $1`,
    [ticket],
  );
  await seed.rows(`update workspace set ticket_outcomes = '[{"code": "other", "name": null}]', acknowledge_hours = 4`);
  await seed.rows(
    `insert into conflicting_event (rejection_id, content_hash, raw) values ($1, '\\xaa', '{"other": true}')`,
    [ticket],
  );
  return { admin, ada, bob, guest, room, secret, direct };
};
