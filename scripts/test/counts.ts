import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export type Counts = { passed: number; failed: number; skipped: number };

const VitestReport = z
  .object({
    numPassedTests: z.int(),
    numFailedTests: z.int(),
    numPendingTests: z.int(),
    numTodoTests: z.int(),
  })
  .transform(
    (report): Counts => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }),
  );

const PlaywrightReport = z
  .object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }) })
  .transform(
    ({ stats }): Counts => ({
      passed: stats.expected,
      // A test that passed only when repeated has failed once, and somebody should know.
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    }),
  );

const Report = z.union([VitestReport, PlaywrightReport]);

/**
 * What a suite's report says. A suite that failed without a failed test (a file that cannot be loaded, a service that
 * does not start, no report at all) counts as one failure, so that it can never look like success.
 */
export const readCounts = async (report: string, exitCode: number): Promise<Counts> => {
  const counts = await parseReport(report);
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
};

export const addCounts = (all: readonly Counts[]): Counts => {
  const sum = (of: (counts: Counts) => number) => all.reduce((total, counts) => total + of(counts), 0);
  return { passed: sum((c) => c.passed), failed: sum((c) => c.failed), skipped: sum((c) => c.skipped) };
};

/** The last line of `npm test`; programs read it. */
export const summaryLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * @param where `ci`: nobody looks at what was skipped; `canInstall`: what tests need can be had here
 * @returns why a run that failed in nothing is a failure all the same, or undefined
 */
export const complaintAbout = ({ skipped }: Counts, where: { ci: boolean; canInstall: boolean }): string | undefined =>
  skipped > 0 && where.ci && where.canInstall
    ? `${skipped} tests were skipped although what they need can be had on this machine (CI is set)`
    : undefined;

const parseReport = async (report: string): Promise<Counts> => {
  try {
    return Report.parse(JSON.parse(await readFile(report, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};
