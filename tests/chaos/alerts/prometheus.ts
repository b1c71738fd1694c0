import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { freePort } from '../../../scripts/installation/ports.ts';
import { makeFolder, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { commandFor } from '../../../scripts/installation/programs.ts';
import { quicker } from './rules.ts';

const deployed = join(import.meta.dirname, '../../../deploy');

const Configuration = z.looseObject({
  global: z.record(z.string(), z.string()),
  rule_files: z.array(z.string()),
  scrape_configs: z.tuple([z.looseObject({ job_name: z.string() })]),
});
const Alerts = z.object({
  data: z.object({
    alerts: z.array(z.object({ state: z.enum(['pending', 'firing']), labels: z.record(z.string(), z.string()) })),
  }),
});

export type Prometheus = {
  /** Names of the alerts that fire now. */
  firing(): Promise<Set<string>>;
  stop(): Promise<void>;
};

/**
 * Starts a Prometheus with deploy/prometheus.yml and deploy/alerts.yml themselves; only addresses, folders and spans are others.
 * @param targets ports of instances and workers on this machine
 */
export const startPrometheus = async (targets: readonly number[]): Promise<Prometheus> => {
  const folder = makeFolder('prometheus');
  const port = await freePort();
  try {
    await writeFile(join(folder, 'alerts.yml'), quicker(await readFile(join(deployed, 'alerts.yml'), 'utf8')));
    await writeFile(join(folder, 'prometheus.yml'), await configuration(targets));
    const args = [
      ...['--config.file', join(folder, 'prometheus.yml'), '--storage.tsdb.path', join(folder, 'data')],
      ...['--web.listen-address', `127.0.0.1:${port}`, '--log.level', 'warn'],
    ];
    const url = `http://127.0.0.1:${port}`;
    const process = await startProcess({
      name: 'prometheus',
      folder,
      command: await commandFor('prometheus', folder, args),
      ready: async () => (await fetch(`${url}/-/ready`)).ok,
    });
    return {
      firing: async () => {
        const { data } = Alerts.parse(await (await fetch(`${url}/api/v1/alerts`)).json());
        return new Set(
          data.alerts.flatMap(({ state, labels }) => (state === 'firing' ? [labels.alertname ?? ''] : [])),
        );
      },
      stop: async () => {
        await process.stop();
        removeFolder(folder);
      },
    };
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
};

const configuration = async (ports: readonly number[]): Promise<string> => {
  const given = Configuration.parse(parse(quicker(await readFile(join(deployed, 'prometheus.yml'), 'utf8'))));
  const [{ job_name }] = given.scrape_configs;
  const static_configs = [{ targets: ports.map((port) => `127.0.0.1:${port}`) }];
  // An instance answers programs on this machine without a token.
  return stringify({
    ...given,
    scrape_configs: [{ job_name, scrape_timeout: given.global.scrape_interval, static_configs }],
  });
};
