import { describe, expect, it } from 'vitest';
import { type ClientEventName, clientEvents } from '../../../protocol/index.ts';
import { RateLimits } from '../../../server/realtime/rate-limits.ts';

const events = Object.keys(clientEvents) as ClientEventName[];
const codes = async (limits: RateLimits, event: ClientEventName, userId: string, times: number) => {
  const refusals = [];
  for (let call = 0; call < times; call += 1) refusals.push(await limits.refusal(event, userId));
  return refusals.map((refusal) => refusal?.error.code ?? 'ok');
};

describe('rate limits', () => {
  it.each(events)('stop a person who calls %s without end, and say when to come back', async (event) => {
    const limits = new RateLimits(0.01);
    const outcomes = await codes(limits, event, 'ada', 10);
    expect(outcomes[0]).toBe('ok');
    expect(outcomes.at(-1)).toBe('rate_limited');
    const refusal = await limits.refusal(event, 'ada');
    expect(refusal?.error.retryAfterMs).toBeGreaterThan(0);
    expect(refusal?.error.retryAfterMs).toBeLessThanOrEqual(5_000);
  });

  it('are each person’s own', async () => {
    const limits = new RateLimits(0.01);
    await codes(limits, 'message:send', 'ada', 10);
    expect(await limits.refusal('message:send', 'bob')).toBeNull();
  });

  it('of sending do not keep anybody from reading', async () => {
    const limits = new RateLimits(0.01);
    await codes(limits, 'message:send', 'ada', 10);
    expect(await limits.refusal('message:history', 'ada')).toBeNull();
  });

  it('let people and well-behaved bots through', async () => {
    const limits = new RateLimits(1);
    expect(new Set(await codes(limits, 'message:send', 'ada', 100))).toEqual(new Set(['ok']));
  });

  it('are off with factor 0', async () => {
    const limits = new RateLimits(0);
    expect(new Set(await codes(limits, 'message:send', 'ada', 5_000))).toEqual(new Set(['ok']));
  });
});
