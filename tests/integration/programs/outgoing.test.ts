import { randomUUID } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits, type Me } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { Followers } from '../../../server/engine/log/followers/followers.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { Sealed } from '../../../server/engine/ops/sealed.ts';
import { SecurityLog } from '../../../server/engine/ops/security-log.ts';
import { Courier } from '../../../server/hooks/courier.ts';
import { hookFollowers } from '../../../server/hooks/follower.ts';
import { Hooks } from '../../../server/hooks/hooks.ts';
import { hookJobs } from '../../../server/hooks/jobs.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { findSignatureFault } from '../../../server/sources/signature.ts';
import { unsaid } from '../../support/unsaid.ts';
import { ada, bob, data, database, prepareServices, refusal, room, seed, send, service } from '../log/services.ts';
import { type Receiver, startReceiver } from './receiver.ts';

prepareServices();

const log = createLogger('silent', 'test');
const secret = 'a secret of hooks, long enough';
const allowed = [ipaddr.parseCIDR('127.0.0.1/32')];
let receiver: Receiver;
let admin: ReturnType<typeof asMe>;
let stop: (() => Promise<void>) | undefined;

const parts = () => {
  const jobs = new JobList(database());
  const sealed = new Sealed(secret);
  const security = new SecurityLog(log, secret);
  return {
    jobs,
    hooks: new Hooks({ database: database(), sealed, jobs, allowed, security, ring: () => {} }),
    courier: new Courier({ database: database(), kinds: logKinds, sealed, jobs, allowed, log }),
  };
};

/** What a worker does of its own. */
const work = () => {
  const { jobs, courier } = parts();
  const following = new Followers({
    database: database(),
    metrics: createMetrics(),
    log,
    followers: hookFollowers(jobs),
  });
  const doing = new Jobs({ database: database(), log, jobs: hookJobs(courier) });
  following.start();
  doing.start();
  stop = async () => {
    await following.stop();
    await doing.stop();
  };
};

const asMe = (person: { id: string; name: string }, role: Me['role'] = 'member') => ({
  me: { ...person, ...unsaid, role } satisfies Me,
  address: '127.0.0.1',
});

const make = async (url = receiver.url) =>
  data(
    await parts().hooks.create(asMe(ada), {
      ...{ direction: 'outgoing', name: 'Out', conversationId: room, mentions: false, url },
    }),
  );
const hookOf = async (id: string) => data(await parts().hooks.list(admin)).hooks.find((hook) => hook.id === id);
const bodies = () =>
  receiver.received.map(({ body }) => {
    const { message } = JSON.parse(body);
    return message.deletedAt === null ? message.body : 'deleted';
  });

beforeAll(async () => {
  const person = await seed.person('Admin', 'admin');
  admin = asMe(person, 'admin');
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  await seed.rows('delete from hook');
  await receiver.stop();
});
afterAll(() => stop?.());

describe('an outgoing webhook', () => {
  it('is told everything that is committed in its room from then on, in order, signed and with a key of its own', async () => {
    await send('before');
    const { hook, secret: key } = await make();
    work();
    const sent = await Promise.all(Array.from({ length: 20 }, (_, number) => send(`${number}`, ada, number % 2)));
    const order = sent.toSorted((one, other) => one.seq - other.seq).map(({ body }) => body);
    await until('all of it', () => receiver.received.length >= 20);
    expect(bodies()).toEqual(order);
    for (const { headers, body } of receiver.received)
      expect(findSignatureFault(key, headers, Buffer.from(body))).toBeNull();
    expect(
      findSignatureFault(`${key}x`, receiver.received[0]?.headers ?? {}, Buffer.from(receiver.received[0]?.body ?? '')),
    ).not.toBeNull();
    expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(20);
    const [first] = sent;
    data(await service().edit(ada.id, { messageId: first?.id ?? '', body: 'edited' }));
    data(await service().delete(ada.id, { messageId: sent[1]?.id ?? '' }));
    await until('what became of them', () => receiver.received.length >= 22);
    expect(bodies().slice(20)).toEqual(['edited', 'deleted']);
    expect((await hookOf(hook.id))?.state).toBe('on');
    const { deliveries } = data(await parts().hooks.deliveries(asMe(ada), { hookId: hook.id }));
    expect(deliveries).toHaveLength(22);
    expect(deliveries.every(({ delivered, attempts, status }) => delivered && attempts === 1 && status === 200)).toBe(
      true,
    );
  });

  it('that fails is told the same again with the same key until it succeeds, and nothing else before', async () => {
    const { hook } = await make();
    let refusals = 2;
    receiver.answer = (response) => {
      refusals -= 1;
      response.writeHead(refusals < 0 ? 204 : 500).end();
    };
    work();
    await send('first');
    await send('second');
    await until('it to be failing', async () => (await hookOf(hook.id))?.state === 'failing');
    await until('both', () => bodies().includes('second'), 30_000);
    expect(bodies()).toEqual(['first', 'first', 'first', 'second']);
    const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    await until('it to be on again', async () => (await hookOf(hook.id))?.state === 'on');
  }, 60_000);

  it('that has just failed is left alone until its next attempt is due, however often somebody looks', async () => {
    const { hook } = await make();
    receiver.answer = (response) => response.writeHead(500).end();
    await send('again');
    await parts().courier.deliver(hook.id);
    const due = (span: string) =>
      seed.rows(`update hook set next_attempt_at = now() + $2::interval where id = $1`, [hook.id, span]);
    await due('1 hour');
    await parts().courier.deliver(hook.id);
    expect(bodies()).toEqual(['again']);
    await due('0 s');
    await parts().courier.deliver(hook.id);
    expect(bodies()).toEqual(['again', 'again']);
  });

  it('gets what a worker had in hand that died, from another one, with the same key', async () => {
    const { hook } = await make();
    await send('in hand');
    // A worker that took it and never came back.
    await seed.rows(`select claim_hook($1, 1)`, [hook.id]);
    await parts().courier.deliver(hook.id);
    expect(bodies(), 'while somebody is at it').toEqual([]);
    await seed.rows(`update hook set busy_until = now() - interval '1 second' where id = $1`, [hook.id]);
    await parts().courier.deliver(hook.id);
    expect(bodies()).toEqual(['in hand']);
    // Acknowledged, and the worker died before it could write that down.
    await seed.rows('update hook set delivered_version = 0, busy_until = null where id = $1', [hook.id]);
    await parts().courier.deliver(hook.id);
    const [one, other] = receiver.received.map(({ headers }) => headers['idempotency-key']);
    expect([bodies(), one]).toEqual([['in hand', 'in hand'], other]);
  });

  it('is left alone by a worker that was frozen for longer than it had it to itself', async () => {
    const { hook } = await make();
    await send('first');
    await send('second');
    const moment = performance.now.bind(performance);
    const clock = vi.spyOn(performance, 'now');
    receiver.answer = async (response) => {
      // In the middle of its first call; meanwhile another worker takes over.
      receiver.answer = (other) => other.end();
      await seed.rows(`update hook set busy_until = now() - interval '1 second' where id = $1`, [hook.id]);
      await parts().courier.deliver(hook.id);
      clock.mockImplementation(() => moment() + 15_000);
      response.end();
    };
    await parts().courier.deliver(hook.id);
    clock.mockRestore();
    expect(bodies(), 'not the second once more').toEqual(['first', 'first', 'second']);
  });

  it('that has failed for three days is switched off and says why; switched on, it goes on where it stopped', async () => {
    const { hook } = await make();
    receiver.answer = (response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end();
    await send('kept');
    await parts().courier.deliver(hook.id);
    expect(await hookOf(hook.id)).toMatchObject({ state: 'failing', error: 'redirects are not followed' });
    await seed.rows(
      `update hook set failing_since = now() - interval '73 hours', next_attempt_at = now(), attempts = 300 where id = $1`,
      [hook.id],
    );
    await parts().courier.deliver(hook.id);
    expect(await hookOf(hook.id)).toMatchObject({ state: 'off', offReason: 'failing' });
    await send('meanwhile');
    receiver.received.length = 0;
    await parts().courier.deliver(hook.id);
    expect(bodies(), 'while it is off').toEqual([]);
    receiver.answer = (response) => response.end();
    work();
    expect(data(await parts().hooks.update(asMe(ada), { hookId: hook.id, off: false })).state).toBe('on');
    await until('both', () => receiver.received.length >= 2);
    expect(bodies()).toEqual(['kept', 'meanwhile']);
  });

  it('sends again what somebody asks for, as it was, and remembers the newest five hundred', async () => {
    const { hook } = await make();
    const message = await send('as it was');
    await parts().courier.deliver(hook.id);
    await service().edit(ada.id, { messageId: message.id, body: 'as it is' });
    const { deliveries } = data(await parts().hooks.deliveries(asMe(ada), { hookId: hook.id }));
    const deliveryId = deliveries[0]?.id ?? '';
    work();
    data(await parts().hooks.resend(asMe(ada), { hookId: hook.id, deliveryId }));
    await until('it again', () => bodies().filter((body) => body === 'as it was').length === 2);
    expect(refusal(await parts().hooks.resend(asMe(ada), { hookId: hook.id, deliveryId: randomUUID() }))).toBe(
      'not_found',
    );
    await stop?.();
    await seed.rows(
      `insert into hook_delivery (hook_id, entry_id, version, body, delivered, milliseconds)
       select $1, gen_random_uuid(), 1, '{}', true, 1 from generate_series(1, 600)`,
      [hook.id],
    );
    await send('one more');
    await seed.rows('update hook set busy_until = null where id = $1', [hook.id]);
    await parts().courier.deliver(hook.id);
    const [kept] = await seed.rows('select count(*)::int as count from hook_delivery where hook_id = $1', [hook.id]);
    expect(kept?.count).toBe(limits.hookDeliveries);
  });

  it('ends when nobody answers for it any more: who has left the room reads it nowhere else', async () => {
    const { hook } = await make();
    await seed.rows('delete from member where conversation_id = $1 and user_id = $2', [room, ada.id]);
    await send('not for her', bob);
    await parts().courier.deliver(hook.id);
    expect(receiver.received).toEqual([]);
    expect(await hookOf(hook.id)).toMatchObject({ state: 'off', offReason: 'keeper_gone' });
  });

  it('for tickets is told of those of its source', async () => {
    const made = data(
      await parts().hooks.create(admin, {
        ...{ direction: 'outgoing', name: 'Tickets', mentions: false, url: receiver.url, ticketSource: 'http' },
      }),
    );
    const event = { ticketId: 'T-1', title: 't', reasonCode: 'r', reason: 'r', rejectedBy: 'b', priority: 'low' };
    await seed.rejections([{ ...event, eventId: randomUUID(), occurredAt: new Date().toISOString() }]);
    await seed.rows(`update rejection set source = 'kafka'`);
    await seed.rejections([{ ...event, ticketId: 'T-2', eventId: randomUUID(), occurredAt: new Date().toISOString() }]);
    await parts().courier.deliver(made.hook.id);
    expect(receiver.received.map(({ body }) => JSON.parse(body).rejection.ticketId)).toEqual(['T-2']);
  });
});

describe('nobody is called', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'http://example.com/',
  ])('at %s', async (url) => {
    const hooks = new Hooks({
      ...{ database: database(), sealed: new Sealed(secret), jobs: new JobList(database()), allowed: [] },
      ...{ security: new SecurityLog(log, secret), ring: () => {} },
    });
    const answer = await hooks.create(asMe(ada), {
      ...{ direction: 'outgoing', name: 'Out', conversationId: room, mentions: false, url },
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid', data: { reason: 'private_address' } } });
    // Also not when it got there some other way.
    const { hook } = await make();
    await seed.rows('update hook set url = $2 where id = $1', [hook.id, url]);
    await send('a secret');
    const sealed = new Sealed(secret);
    const jobs = new JobList(database());
    await new Courier({ database: database(), kinds: logKinds, sealed, jobs, allowed: [], log }).deliver(hook.id);
    expect((await hookOf(hook.id))?.error).toMatch(/is private|must begin with https/);
  });

  it('by a name that leads to a private address', async () => {
    const { hook } = await make();
    await seed.rows(`update hook set url = 'https://localhost/' where id = $1`, [hook.id]);
    await send('a secret');
    const sealed = new Sealed(secret);
    const jobs = new JobList(database());
    await new Courier({ database: database(), kinds: logKinds, sealed, jobs, allowed: [], log }).deliver(hook.id);
    expect((await hookOf(hook.id))?.error).toMatch(/is private/);
  });
});

describe('whoever does not look after a webhook', () => {
  it('makes none that leads out of a room of somebody else, and sees, changes and ends none', async () => {
    const { hook } = await make();
    const { hooks } = parts();
    const eve = asMe(await seed.person('Eve'));
    const payload = {
      direction: 'outgoing',
      name: 'Out',
      conversationId: room,
      mentions: false,
      url: receiver.url,
    } as const;
    expect(refusal(await hooks.create(eve, payload))).toBe('not_found');
    expect(refusal(await hooks.create(asMe(bob), payload)), 'a member').toBe('forbidden');
    expect(refusal(await hooks.create(asMe(ada), { ...payload, conversationId: undefined })), 'for tickets').toBe(
      'forbidden',
    );
    for (const other of [eve, asMe(bob)]) {
      expect(data(await hooks.list(other)).hooks).toEqual([]);
      expect(refusal(await hooks.update(other, { hookId: hook.id, url: receiver.url }))).toBe('not_found');
      expect(refusal(await hooks.deliveries(other, { hookId: hook.id }))).toBe('not_found');
      expect(refusal(await hooks.delete(other, { hookId: hook.id }))).toBe('not_found');
    }
    expect(data(await hooks.list(asMe(ada))).hooks.map(({ id }) => id)).toEqual([hook.id]);
    data(await hooks.delete(asMe(ada), { hookId: hook.id }));
  });
});
