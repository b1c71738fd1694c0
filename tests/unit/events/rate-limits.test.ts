import { describe, expect, it } from 'vitest';
import { type Budget, budgets, clientEvents } from '../../../protocol/index.ts';
import { RateLimits } from '../../../server/engine/events/rate-limits.ts';

const all = Object.keys(budgets) as Budget[];
const codes = async (limits: RateLimits, budget: Budget, userId: string, times: number) => {
  const refusals = [];
  for (let call = 0; call < times; call += 1) refusals.push(await limits.refusal(budget, userId));
  return refusals.map((refusal) => refusal?.error.code ?? 'ok');
};

describe('rate limits', () => {
  it.each(all)('of %s stop a person who asks without end, and say when to come back', async (budget) => {
    const limits = new RateLimits(0.01);
    const outcomes = await codes(limits, budget, 'ada', 10);
    expect(outcomes[0]).toBe('ok');
    expect(outcomes.at(-1)).toBe('rate_limited');
    const refusal = await limits.refusal(budget, 'ada');
    expect(refusal?.error.retryAfterMs).toBeGreaterThan(0);
    expect(refusal?.error.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('are each person’s own', async () => {
    const limits = new RateLimits(0.01);
    await codes(limits, 'send', 'ada', 10);
    expect(await limits.refusal('send', 'bob')).toBeNull();
  });

  it('of sending do not keep anybody from reading', async () => {
    const limits = new RateLimits(0.01);
    await codes(limits, 'send', 'ada', 10);
    expect(await limits.refusal('read', 'ada')).toBeNull();
  });

  it('let people and well-behaved bots through', async () => {
    const limits = new RateLimits(1);
    expect(new Set(await codes(limits, 'send', 'ada', 100))).toEqual(new Set(['ok']));
  });

  it('are off with factor 0', async () => {
    const limits = new RateLimits(0);
    expect(new Set(await codes(limits, 'send', 'ada', 5_000))).toEqual(new Set(['ok']));
  });

  it('of inviting go by the number of people, and never more than can be had', async () => {
    const limits = new RateLimits(1);
    const { budget, weight } = clientEvents['conversation:invite'];
    const invite = (people: number) =>
      limits.refusal(budget, 'ada', weight({ conversationId: '', memberIds: Array.from({ length: people }, String) }));
    expect([await invite(100), await invite(99), await invite(1)]).toEqual([null, null, null]);
    expect(await invite(1)).toMatchObject({ error: { code: 'rate_limited' } });
    expect(await new RateLimits(0.1).refusal(budget, 'ada', 100)).toBeNull();
  });

  it('of watching people count by people: all of them again and again is soon too often, a few are not', async () => {
    const limits = new RateLimits(1);
    const { budget, weight } = clientEvents['presence:watch'];
    const watch = (people: number) =>
      limits.refusal(budget, 'ada', weight({ userIds: Array.from({ length: people }, String) }));
    for (let call = 0; call < 15; call += 1) expect(await watch(500)).toBeNull();
    expect(await watch(25)).not.toBeNull();
    expect([0, 25, 26, 500].map((people) => weight({ userIds: Array.from({ length: people }, String) }))).toEqual([
      1, 1, 2, 20,
    ]);
  });

  it('count the people who are put into a new room, and nobody for a direct conversation', () => {
    const { weight } = clientEvents['conversation:create'];
    const room = { kind: 'room', name: 'x', visibility: 'private' } as const;
    const weights = [
      weight({ kind: 'direct', memberId: 'bob' }),
      weight(room),
      weight({ ...room, memberIds: [] }),
      weight({ ...room, memberIds: ['bob', 'cleo', 'dora'] }),
    ];
    expect(weights).toEqual([1, 1, 1, 3]);
  });
});
