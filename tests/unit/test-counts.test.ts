import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCounts, complaintAbout, readCounts, summaryLine } from '../../scripts/test/counts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counts-'));
});
afterAll(() => rm(folder, { recursive: true }));

const report = async (content: unknown): Promise<string> => {
  const path = join(folder, `${Math.random()}.json`);
  await writeFile(path, JSON.stringify(content));
  return path;
};
const vitestReport = (numPassedTests: number, numFailedTests: number) => ({
  numPassedTests,
  numFailedTests,
  numPendingTests: 2,
  numTodoTests: 1,
  numFailedTestSuites: 0,
});

test('adds the suites of both test runners', async () => {
  const unit = await readCounts(await report(vitestReport(5, 0)), 0);
  const e2e = await readCounts(await report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 } }), 1);
  expect(summaryLine(addCounts([unit, e2e]))).toBe('9 passed, 2 failed, 4 skipped');
});

test('a suite that failed without a failed test still counts as a failure', async () => {
  expect(await readCounts(await report(vitestReport(5, 0)), 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  expect(await readCounts(join(folder, 'missing.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(await readCounts(await report({ nonsense: true }), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a report that is missing although the suite says that it passed is a failure', async () => {
  expect((await readCounts(join(folder, 'missing.json'), 0)).failed).toBe(1);
});

test('under CI a skipped test is a failure where what it needs can be had, and nowhere else', () => {
  const counts = { passed: 9, failed: 0, skipped: 2 };
  expect(complaintAbout(counts, { ci: true, canInstall: true })).toMatch(/^2 tests were skipped/);
  expect(complaintAbout(counts, { ci: true, canInstall: false })).toBeUndefined();
  expect(complaintAbout(counts, { ci: false, canInstall: true })).toBeUndefined();
  expect(complaintAbout({ ...counts, skipped: 0 }, { ci: true, canInstall: true })).toBeUndefined();
});
