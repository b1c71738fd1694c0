import { execFile } from 'node:child_process';
import { access, chmod, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { run } from '../build/run.ts';
import { findChromium } from './chromium.ts';
import { fetchKafka, findKafka } from './kafka/source.ts';
import { dockerAnswers, onPath, type ProgramName, programs } from './programs.ts';

const execute = promisify(execFile);
const fonts = ['fonts-noto-cjk', 'fonts-noto-color-emoji'];

export type Needs = { programs: readonly ProgramName[]; browser: boolean; kafka: boolean };

/**
 * Gets what is needed: from the PATH, else from Docker, else as root from the system's packages.
 * @param who begins what a person is told when it cannot be had
 * @returns why Kafka is missing when it is, the only thing that one may go without
 * @throws Error with one line that holds the command to type
 */
export const install = async (needs: Needs, who = 'The tests need'): Promise<{ kafkaMissing?: string }> => {
  const missing = [...(await missingPrograms(needs.programs)), ...(needs.browser ? await missingBrowser() : [])];
  if (missing.length > 0) await installPackages(missing, who);
  return needs.kafka ? getKafka(who) : {};
};

const missingPrograms = async (names: readonly ProgramName[]): Promise<string[]> => {
  const missing: ProgramName[] = [];
  for (const name of names) if ((await onPath(name, programs[name].places)) === undefined) missing.push(name);
  const hasDocker = missing.length > 0 && (await dockerAnswers());
  return missing
    .filter((name) => !hasDocker || programs[name].image === null)
    .flatMap((name) => programs[name].packages);
};

const missingBrowser = async (): Promise<string[]> => {
  if ((await findChromium()) === undefined) return ['chromium', ...fonts];
  // Without these fonts the browser shows boxes for Chinese; nothing but pictures depends on it.
  const chinese = await execute('fc-list', [':lang=zh']).catch(() => ({ stdout: 'unknown' }));
  return chinese.stdout.trim() === '' && (await canInstall()) ? fonts : [];
};

/** Whether what is missing can be had from the system's packages. */
export const canInstall = async (): Promise<boolean> =>
  process.getuid?.() === 0 && (await onPath('apt-get')) !== undefined;

const installPackages = async (packages: readonly string[], who: string): Promise<void> => {
  const names = packages.join(' ');
  const toType = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`;
  if (!(await canInstall())) throw new Error(`${who} ${names}; type: ${toType}`);
  console.log(`Installing ${names} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await withoutServices(async () => {
    const updated = await run('apt-get', ['update', '-q'], { env });
    const args = ['install', '-y', '-q', '--no-install-recommends', ...packages];
    const installed = updated === 0 ? await run('apt-get', args, { env }) : updated;
    if (installed !== 0) throw new Error(`${who} ${names}, which could not be installed; type: ${toType}`);
  });
};

/** Debian starts what it installs; the tests start their own, and nothing else shall run afterwards. */
const withoutServices = async (work: () => Promise<void>): Promise<void> => {
  const policy = '/usr/sbin/policy-rc.d';
  const exists = await access(policy).then(
    () => true,
    () => false,
  );
  if (exists) return work();
  await writeFile(policy, '#!/bin/sh\nexit 101\n');
  await chmod(policy, 0o755);
  await work().finally(() => rm(policy));
};

const getKafka = async (who: string): Promise<{ kafkaMissing?: string }> => {
  if ((await findKafka()) !== undefined) return {};
  const lacking = [
    ...((await onPath('java')) === undefined ? ['default-jre-headless'] : []),
    ...((await onPath('mvn')) === undefined ? ['maven'] : []),
  ];
  if (lacking.length > 0 && !(await canInstall())) {
    return {
      kafkaMissing: `set KAFKA_BROKERS, start Docker, or type: sudo apt-get install -y ${lacking.join(' ')}`,
    };
  }
  try {
    if (lacking.length > 0) await installPackages(lacking, who);
    console.log('Fetching Apache Kafka (once) …');
    if (await fetchKafka()) return {};
    return { kafkaMissing: 'Maven could not fetch it; set KAFKA_BROKERS or start Docker' };
  } catch (error) {
    return { kafkaMissing: (error as Error).message };
  }
};
