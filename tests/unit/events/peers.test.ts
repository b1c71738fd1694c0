import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { type Peer, Peers } from '../../../server/engine/events/peers.ts';

let now = 0;
let peers: Peers;

const open = (factor: number) => {
  now = 0;
  peers = new Peers(factor, () => now);
};
beforeEach(() => open(1));
afterEach(() => peers.stop());

const arrive = (userId = 'ada'): Peer => {
  const peer = peers.arrive(userId);
  if (typeof peer === 'string') throw new Error(peer);
  return peer;
};

describe('connections', () => {
  it('of one address have a bound, and one that ends makes room for another', () => {
    for (let count = 0; count < limits.connectionsPerAddress; count += 1) peers.connected('203.0.113.7');
    expect([peers.mayConnect('203.0.113.7'), peers.mayConnect('203.0.113.8')]).toEqual([false, true]);
    peers.disconnected('203.0.113.7');
    expect(peers.mayConnect('203.0.113.7')).toBe(true);
  });

  it('of one person have a bound, and one that ends makes room for another', () => {
    const [first] = Array.from({ length: limits.connectionsPerPerson }, () => arrive());
    expect(peers.arrive('ada')).toBe('too_many_connections');
    expect(peers.arrive('bob')).toBeTypeOf('object');
    if (first) peers.leave(first);
    expect(peers.arrive('ada')).toBeTypeOf('object');
  });

  it('may not come and go without end, and may again after a while', () => {
    const comeAndGo = () => peers.leave(arrive());
    for (let count = 0; count < 121; count += 1) comeAndGo();
    expect(comeAndGo).toThrow('too_many_connections');
    now += 1_000;
    expect(comeAndGo).not.toThrow();
  });
});

describe('packets', () => {
  it('cost nothing until the budget is used up, and then time', () => {
    const peer = arrive();
    expect(peers.charge(peer, 400)).toBe(0);
    expect(peers.charge(peer, 400)).toBe(1_000);
    now += 1_000;
    expect(peers.owes(peer)).toBe(0);
  });

  it('are paid from one purse, however many connections, also by who comes back', () => {
    peers.charge(arrive(), 400);
    peers.leave(arrive());
    expect(peers.charge(arrive(), 400)).toBe(1_000);
  });
});

describe('faults', () => {
  it('are forgiven when they are few, and keep who makes many out for half a minute', () => {
    const peer = arrive();
    for (let count = 0; count < 50; count += 1) expect(peers.fault(peer)).toBe(false);
    expect(peers.fault(peer)).toBe(true);
    expect(peers.arrive('ada')).toBe('abusive');
    now += 29_000;
    expect(peers.arrive('ada')).toBe('abusive');
    now += 1_000;
    expect(peers.arrive('ada')).toBeTypeOf('object');
  });

  it('are made by packets that end the connection, too', () => {
    for (let count = 0; count < 6; count += 1) peers.odd(arrive());
    expect(peers.arrive('ada')).toBe('abusive');
  });
});

it('a factor multiplies every bound, and 0 switches them off', () => {
  peers.stop();
  open(2);
  for (let count = 0; count < 2 * limits.connectionsPerPerson; count += 1) arrive();
  expect(peers.arrive('ada')).toBe('too_many_connections');
  expect(peers.charge(arrive('bob'), 800)).toBe(0);
  peers.stop();
  open(0);
  for (let count = 0; count < 1_000; count += 1) peers.fault(arrive());
  for (let count = 0; count < 2_000; count += 1) peers.connected('203.0.113.7');
  expect(peers.charge(arrive(), 1e9)).toBe(0);
  expect(peers.mayConnect('203.0.113.7')).toBe(true);
});

describe('what need not be remembered', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    open(1);
  });
  afterEach(() => vi.useRealTimers());

  it('is let go of while somebody is connected, and what is owed is not', () => {
    const peer = arrive();
    peers.charge(peer, 800);
    vi.advanceTimersToNextTimer();
    expect(peers.owes(peer)).toBe(1_000);
    now += 2_000;
    vi.advanceTimersToNextTimer();
    expect(peer).toEqual({ connections: 1, arrivals: undefined, packets: undefined, faults: undefined });
    expect(peers.charge(peer, 400)).toBe(0);
    expect(peers.charge(peer, 400)).toBe(1_000);
  });

  it('is not how many connections somebody has', () => {
    for (let count = 0; count < limits.connectionsPerPerson; count += 1) arrive();
    now += 600_000;
    vi.advanceTimersToNextTimer();
    expect(peers.arrive('ada')).toBe('too_many_connections');
  });

  it('is not what somebody did who has gone, until it is forgiven', () => {
    for (let count = 0; count < 6; count += 1) peers.odd(arrive());
    vi.advanceTimersToNextTimer();
    expect(peers.arrive('ada')).toBe('abusive');
  });
});
