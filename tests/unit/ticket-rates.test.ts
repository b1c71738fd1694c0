import { describe, expect, it } from 'vitest';
import { minutes, ratesOf } from '../../app/(workspace)/admin/tickets/rate.ts';
import type { Rejection } from '../../protocol/index.ts';

const now = Date.UTC(2026, 10, 23, 12, 30, 40);
const rejection = (reasonCode: string, ago: number): Rejection => ({
  id: '01a209ce-5c77-77ab-8cb0-5bef0a39e3a3',
  seq: 1,
  version: 1,
  eventId: 'e',
  ticketId: 't',
  title: 'x',
  reasonCode,
  reason: 'x',
  rejectedBy: 'x',
  requester: null,
  priority: 'low',
  occurredAt: new Date(now - ago).toISOString(),
  url: null,
  source: 'http',
  receivedAt: new Date(now).toISOString(),
  state: 'open',
  assigneeId: null,
  acknowledgedById: null,
  acknowledgedAt: null,
  resolvedById: null,
  resolvedAt: null,
  conversationId: null,
});

describe('rejections per minute', () => {
  it('cover the last hour, the current minute last', () => {
    const rates = ratesOf([], now);
    expect(rates).toHaveLength(minutes);
    expect(rates.at(-1)?.at).toBe(Date.UTC(2026, 10, 23, 12, 30));
    expect(rates[0]?.at).toBe(Date.UTC(2026, 10, 23, 11, 31));
  });

  it('are counted by reason, and what is older or in the future is left out', () => {
    const rates = ratesOf(
      [
        rejection('b', 0),
        rejection('a', 30_000),
        rejection('b', 10_000),
        rejection('a', 60_000),
        rejection('a', 3_600_000),
        rejection('a', -60_000),
      ],
      now,
    );
    expect(rates.at(-1)).toMatchObject({
      total: 3,
      reasons: [
        { reasonCode: 'a', count: 1 },
        { reasonCode: 'b', count: 2 },
      ],
    });
    expect(rates.at(-2)).toMatchObject({ total: 1 });
    expect(rates.reduce((sum, { total }) => sum + total, 0)).toBe(4);
  });
});
