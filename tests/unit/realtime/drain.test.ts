import { expect, it } from 'vitest';
import { drain, drainSpan } from '../../../server/doors/socketio/drain.ts';
import type { Io } from '../../../server/doors/socketio/socket.ts';

it('a drain takes as long as others need to take its clients in, and no longer than a supervisor waits', () => {
  expect([0, 20, 250, 1_500, 3_000, 50_000].map(drainSpan)).toEqual([1_000, 1_000, 1_000, 6_000, 12_000, 12_000]);
});

it('closes those who did not move by themselves a few at a time, so that the others are not stormed', async () => {
  const sockets = new Map<number, object>();
  const together: number[] = [];
  const leave = (id: number) => {
    sockets.delete(id);
    if (together.at(-1) === 0) together.push(1);
    else together.push((together.pop() ?? 0) + 1);
    // What is closed in the same turn is one storm.
    queueMicrotask(() => together.at(-1) !== 0 && together.push(0));
  };
  for (let id = 0; id < 200; id += 1) sockets.set(id, { conn: { close: () => leave(id) } });
  const told: object[] = [];
  const io = { of: () => ({ sockets }), local: { emit: (_event: string, notice: object) => told.push(notice) } };
  await drain(io as unknown as Io, true);
  expect(told).toEqual([{ kind: 'draining', afterMs: 1_000 }]);
  expect(sockets.size).toBe(0);
  expect(together.filter((count) => count > 0)).toEqual(Array.from({ length: 10 }, () => 20));
});
