import { expect, test } from 'vitest';
import type { Effect, LiveEvent } from '../../../app/_live/events.ts';
import { initialState } from '../../../app/_live/initial-state.ts';
import type { LiveState } from '../../../app/_live/model.ts';
import { reduce } from '../../../app/_live/reducer.ts';
import { success } from '../../../protocol/index.ts';
import { personOf } from './ids.ts';

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

  synced(): this {
    const { epoch } = this.state.connection;
    const data = { me, conversations: [], serverTime: new Date(this.now).toISOString() };
    const ask = { event: 'sync' as const, payload: { cursors: {} } };
    return this.on({ type: 'answered', name: 'sync', ask, epoch, result: success(data) });
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
  for (const end of [notice, { type: 'sign-out' } as const]) {
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
  const { epoch } = steps.connection;
  steps.on({ type: 'timer', name: 'drain', id: String(epoch) });
  expect(kinds(steps)).toEqual(['lead', 'close', 'open']);
  expect(kinds(steps.on({ type: 'timer', name: 'drain', id: String(epoch) }))).toEqual([]);
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
  const { epoch } = steps.connection;
  steps.on({ type: 'wire:closed', code: null });
  const before = steps.state;
  const data = { me, conversations: [], serverTime: new Date(0).toISOString() };
  const ask = { event: 'sync', payload: { cursors: {} } } as const;
  steps.on({ type: 'answered', name: 'sync', ask, epoch, result: success(data) });
  expect(steps.state).toBe(before);
});

test('the states themselves are never changed', () => {
  const steps = new Steps().online();
  const before = structuredClone(steps.state);
  const kept = steps.state;
  steps.on({ type: 'wire:closed', code: null }).on({ type: 'network', online: false });
  expect(kept).toEqual(before);
});
