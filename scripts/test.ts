import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlyOption } from './build/options.ts';
import { run } from './build/run.ts';
import { buildStale } from './build/steps.ts';
import { canInstall, install } from './installation/install.ts';
import { addCounts, type Counts, complaintAbout, readCounts, summaryLine } from './test/counts.ts';
import { allNeeds, root, type Suite, type SuiteName, suiteNames, suites } from './test/suites.ts';

const interrupted = (code: number) => code === 130 || code === 143 || code === 129;

const main = async (): Promise<number> => {
  const names = onlyOption(process.argv.slice(2), suiteNames);
  const more = process.argv.slice(2).filter((word, index, all) => word !== '--only' && all[index - 1] !== '--only');
  console.log(`Preparing: ${names.join(', ')} …`);
  const { kafkaMissing } = await install(allNeeds(names));
  const built = await buildStale(names.some((name) => suites[name].pages) ? ['generate', 'pages'] : ['generate']);
  if (built !== 0) return built;

  const reports = await mkdtemp(join(tmpdir(), 'switchboard-reports-'));
  const counts: Counts[] = [];
  try {
    for (const name of names) {
      const result = await runSuite(name, join(reports, `${name}.json`), more);
      if (interrupted(result.code)) return result.code;
      counts.push(result.counts);
    }
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  if (kafkaMissing !== undefined) console.log(noKafka(kafkaMissing));
  const total = addCounts(counts);
  const complaint = complaintAbout(total, { ci: process.env.CI === 'true', canInstall: await canInstall() });
  if (complaint !== undefined) console.log(`\n${complaint}`);
  console.log(`\n${summaryLine(total)}`);
  return total.failed === 0 && complaint === undefined ? 0 : 1;
};

const runSuite = async (name: SuiteName, report: string, more: string[]): Promise<{ code: number; counts: Counts }> => {
  const suite: Suite = suites[name];
  const { args, env } = suite.command(report, more);
  console.log(`\n${suite.says} …`);
  const started = performance.now();
  const code = await run(process.execPath, args, { cwd: root, ...(env && { env }) });
  const counts = await readCounts(report, code);
  console.log(`${suite.says}: ${summaryLine(counts)} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return { code, counts };
};

const noKafka = (why: string): string =>
  [
    '',
    '!'.repeat(80),
    '!! THE KAFKA TESTS DID NOT RUN: there is no Kafka on this machine.',
    `!! ${why}`,
    '!'.repeat(80),
  ].join('\n');

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
