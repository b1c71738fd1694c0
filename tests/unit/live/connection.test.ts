import { expect, test } from 'vitest';
import type { Effect, LiveEvent } from '../../../app/_live/core/events.ts';
import type { OutboxEntry } from '../../../app/_live/core/outbox/entry.ts';
import { initialState, reduce } from '../../../app/_live/reducer.ts';
import type { LiveState } from '../../../app/_live/slices.ts';
import { success } from '../../../protocol/index.ts';
import { idOf, personOf } from './ids.ts';

const me = personOf(1);

/** The reducer by itself, with the time and the chance in hand. */
class Steps {
  state: LiveState = initialState(me);
  effects: readonly Effect[] = [];
  now = 1_000_000;
  random = 0.5;

  on(event: LiveEvent): this {
    const next = reduce(this.state, event, { now: this.now, random: this.random });
    this.state = next.state;
    this.effects = next.effects;
    return this;
  }

  synced(as = me, epoch?: string): this {
    const { socket } = this.state.connection;
    const data = {
      me: as,
      conversations: [],
      doNotDisturbUntil: null,
      serverTime: new Date(this.now).toISOString(),
      contract: 1,
      epoch,
    };
    const ask = { event: 'sync' as const, payload: {} };
    return this.on({ type: 'answered', name: 'sync', ask, socket, result: success(data) });
  }

  online(): this {
    return this.on({ type: 'start', online: true }).on({ type: 'wire:opened' }).synced();
  }

  get connection() {
    return this.state.connection;
  }

  timer(name: string) {
    return this.effects.find((effect) => effect.kind === 'timer' && effect.name === name);
  }
}

const kinds = ({ effects }: Steps) => effects.map(({ kind }) => kind);

test('a page connects, and is online once everything was synced, not before', () => {
  const steps = new Steps().on({ type: 'start', online: true });
  expect(steps.connection.phase).toBe('connecting');
  expect(kinds(steps)).toContain('open');
  steps.on({ type: 'wire:opened' });
  expect(steps.connection.phase).toBe('connecting');
  expect(steps.effects).toMatchObject([{ kind: 'ask', ask: { event: 'sync' } }]);
  expect(steps.synced().connection).toMatchObject({ phase: 'online', retryAt: null, attempts: 0 });
});

test('a lost connection is tried again at a known time, later each time, never later than 22.5 s', () => {
  const steps = new Steps().online();
  const delays: number[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    steps.on({ type: 'wire:closed', code: null });
    expect(steps.connection.phase).toBe('reconnecting');
    delays.push((steps.connection.retryAt ?? 0) - steps.now);
    steps.on({ type: 'timer', name: 'reconnect', id: '' });
    expect(kinds(steps)).toEqual(['open']);
  }
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000]);
  steps.random = 0.999_999;
  expect(steps.on({ type: 'wire:closed', code: null }).connection.retryAt).toBeLessThanOrEqual(steps.now + 22_500);
});

test('"try now" tries now, and the attempt that was planned does not come on top', () => {
  const steps = new Steps().online().on({ type: 'wire:closed', code: null }).on({ type: 'retry-now' });
  expect(kinds(steps)).toEqual(['open']);
  expect(kinds(steps.on({ type: 'timer', name: 'reconnect', id: '' }))).toEqual([]);
  expect(kinds(steps.on({ type: 'retry-now' }))).toEqual([]);
});

test('a refusal that will not change ends it; one that may change is tried again', () => {
  expect(new Steps().online().on({ type: 'wire:closed', code: 'unavailable' }).connection.phase).toBe('reconnecting');
  expect(new Steps().online().on({ type: 'wire:closed', code: 'slow_consumer' }).connection.phase).toBe('reconnecting');
  const ended = new Steps().online().on({ type: 'wire:closed', code: 'unauthenticated' });
  expect(ended.connection).toMatchObject({ phase: 'signed_out', retryAt: null });
  expect(ended.timer('reconnect')).toBeUndefined();
});

test('after signing out, here or elsewhere, nothing is tried any more', () => {
  const notice = { type: 'server', name: 'notice', payload: { kind: 'signed_out' } } as const;
  for (const end of [notice, { type: 'tab', news: { kind: 'left' } } as const, { type: 'leave' } as const]) {
    const steps = new Steps().online().on(end);
    expect(kinds(steps)).toContain('close');
    for (const event of [
      { type: 'wire:closed', code: null },
      { type: 'retry-now' },
      { type: 'network', online: false },
      { type: 'network', online: true },
      { type: 'timer', name: 'reconnect', id: '' },
      { type: 'start', online: true },
    ] as const) {
      expect(kinds(steps.on(event))).toEqual([]);
      expect(steps.connection.phase).toBe('signed_out');
    }
  }
});

test('a page of an account that was deactivated ends for good, and knows why', () => {
  const notice = { kind: 'signed_out', reason: 'deactivated' } as const;
  const steps = new Steps().online().on({ type: 'server', name: 'notice', payload: notice });
  expect(steps.connection.phase).toBe('deactivated');
  expect(kinds(steps.on({ type: 'network', online: true }))).toEqual([]);
  expect(steps.connection.phase).toBe('deactivated');
});

test('a page serves the person it was made for: with the session of somebody else it stops at once, and for good', () => {
  const entry: OutboxEntry = {
    ...{ clientId: idOf(3, 1), conversationId: idOf(4, 1), body: 'of the first one', replyToId: null },
    ...{ attachmentIds: [], createdAt: new Date(0).toISOString(), status: 'pending', error: null },
  };
  const waiting = () => new Steps().on({ type: 'start', online: true }).on({ type: 'send', entry });
  const refused = waiting().on({ type: 'wire:closed', code: 'other_person' });
  const told = waiting().on({ type: 'wire:opened' }).synced(personOf(2));
  const heard = waiting().on({ type: 'tab', news: { kind: 'person', id: personOf(2).id } });
  for (const steps of [refused, told, heard]) {
    expect(steps.connection.phase).toBe('other_person');
    expect(kinds(steps)).toEqual(['lead', 'close']);
    expect(steps.state.me).toEqual(me);
    expect(steps.state.outbox.entries).toEqual([entry]);
    for (const event of [
      { type: 'retry-now' },
      { type: 'network', online: true },
      { type: 'outbox:leading', leading: true },
      { type: 'outbox:loaded', entries: [] },
    ] as const) {
      expect(kinds(steps.on(event))).not.toContain('open');
      expect(kinds(steps)).not.toContain('ask');
      expect(kinds(steps)).not.toContain('outbox:remove');
    }
  }
});

test('without a network nothing is tried until there is one', () => {
  const steps = new Steps().online().on({ type: 'network', online: false });
  expect(steps.connection).toMatchObject({ phase: 'offline', retryAt: null });
  expect(kinds(steps)).toContain('close');
  expect(kinds(steps.on({ type: 'wire:closed', code: null }))).not.toContain('open');
  expect(kinds(steps.on({ type: 'retry-now' }))).toEqual([]);
  expect(kinds(steps.on({ type: 'network', online: true }))).toEqual(['open']);
  expect(steps.connection.phase).toBe('reconnecting');
});

test('a page that is opened without a network waits for one', () => {
  const steps = new Steps().on({ type: 'start', online: false });
  expect(steps.connection.phase).toBe('offline');
  expect(kinds(steps)).not.toContain('open');
});

test('a draining server is left at a moment within the span, by a new connection', () => {
  const steps = new Steps().online();
  steps.random = 0.25;
  steps.on({ type: 'server', name: 'notice', payload: { kind: 'draining', afterMs: 4_000 } });
  expect(steps.timer('drain')).toMatchObject({ delayMs: 1_000 });
  const { socket } = steps.connection;
  steps.on({ type: 'timer', name: 'drain', id: String(socket) });
  expect(kinds(steps)).toEqual(['lead', 'close', 'open']);
  expect(kinds(steps.on({ type: 'timer', name: 'drain', id: String(socket) }))).toEqual([]);
});

test('degraded is said, taken back, and not carried over to another server', () => {
  const degraded = { type: 'server', name: 'notice', payload: { kind: 'degraded' } } as const;
  const steps = new Steps().online().on(degraded);
  expect(steps.connection.degraded).toBe(true);
  steps.on({ type: 'server', name: 'notice', payload: { kind: 'restored' } });
  expect(steps.connection.degraded).toBe(false);
  steps.on(degraded).on({ type: 'wire:closed', code: null }).on({ type: 'wire:opened' });
  expect(steps.connection.degraded).toBe(false);
});

test('an answer of a connection that is gone changes nothing', () => {
  const steps = new Steps().on({ type: 'start', online: true }).on({ type: 'wire:opened' });
  const { socket } = steps.connection;
  steps.on({ type: 'wire:closed', code: null });
  const before = steps.state;
  const data = { me, conversations: [], doNotDisturbUntil: null, serverTime: new Date(0).toISOString(), contract: 1 };
  const ask = { event: 'sync', payload: {} } as const;
  steps.on({ type: 'answered', name: 'sync', ask, socket, result: success(data) });
  expect(steps.state).toBe(before);
});

test('when the database was put back, what was asked on this socket before is not believed either', () => {
  const steps = new Steps().on({ type: 'start', online: true }).on({ type: 'wire:opened' }).synced(me, idOf(7, 1));
  const { socket } = steps.connection;
  steps.synced(me, idOf(7, 1));
  expect(steps.connection.socket, 'of the same epoch').toBe(socket);
  steps.synced(me, idOf(7, 2));
  expect(steps.connection).toMatchObject({ phase: 'online', connected: true, synced: true, epoch: idOf(7, 2) });
  expect(steps.connection.socket).toBe(socket + 1);
  expect(kinds(steps)).toEqual(['lead', 'lead']);
});

test('the states themselves are never changed', () => {
  const steps = new Steps().online();
  const before = structuredClone(steps.state);
  const kept = steps.state;
  steps.on({ type: 'wire:closed', code: null }).on({ type: 'network', online: false });
  expect(kept).toEqual(before);
});

test('a page that is too old for the server asks no more, and keeps what is written until it is loaded anew', () => {
  const steps = new Steps().online().on({ type: 'wire:closed', code: 'too_old' });
  expect(steps.connection).toMatchObject({ phase: 'outdated', retryAt: null });
  const entry: OutboxEntry = {
    ...{ clientId: idOf(3, 1), conversationId: idOf(4, 1), body: 'kept', replyToId: null, attachmentIds: [] },
    ...{ createdAt: new Date(0).toISOString(), status: 'pending', error: null },
  };
  expect(steps.on({ type: 'send', entry }).effects).toEqual([{ kind: 'outbox:put', entry }]);
  expect(kinds(steps.on({ type: 'retry-now' }))).toEqual([]);
  expect(kinds(steps.on({ type: 'network', online: true }))).toEqual([]);
  expect(steps.state.outbox.entries).toEqual([entry]);
});

test('a page that is too new for an instance tries again: another one may let it in', () => {
  const steps = new Steps().online().on({ type: 'wire:closed', code: 'too_new' });
  expect(steps.connection.phase).toBe('reconnecting');
  expect(steps.timer('reconnect')).toBeDefined();
});
