import { expect, test } from 'vitest';
import { judgeOneStatement } from './one-statement.ts';
import { judgePlain } from './plain.ts';

test('the checker reports what a plain Socket.IO server with the Redis adapter loses and doubles', async () => {
  const verdict = await judgePlain({ seed: 1, seconds: 5 });
  expect(verdict.acknowledged).toBeGreaterThan(100);
  expect(verdict.lost).toBeGreaterThan(0);
  expect(verdict.doubled + verdict.misordered).toBeGreaterThan(0);
  expect(verdict.violations.some(({ text }) => text.includes('did not appear'))).toBe(true);
}, 120_000);

test('the checker reports the holes that numbering in one statement leaves', async () => {
  const verdict = await judgeOneStatement({ sends: 600 });
  expect(verdict.acknowledged).toBe(600);
  expect(verdict.lost).toBeGreaterThan(0);
  expect(verdict.violations.some(({ text }) => text.includes('missing in the database'))).toBe(true);
}, 120_000);
