import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';

const root = join(import.meta.dirname, '../../..');
const dashboard = await readFile(join(root, 'deploy/grafana/switchboard.json'), 'utf8');
const metrics = createMetrics().registry.getMetricsAsArray();
const names = metrics.map(({ name }) => name);
const inDashboard = (prefix: string) =>
  new Set([...dashboard.matchAll(new RegExp(`\\b${prefix}\\w+`, 'g'))].map(([name]) => name));

test('the dashboard shows every metric of Switchboard, and no other', () => {
  const base = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
  const shown = new Set([...inDashboard('switchboard_')].map(base));
  expect([...shown].toSorted()).toEqual(names.filter((name) => name.startsWith('switchboard_')).toSorted());
});

test('the dashboard asks for process metrics that exist', () => {
  const asked = [...inDashboard('nodejs_'), ...inDashboard('process_')];
  expect(asked.length).toBeGreaterThan(2);
  expect(names).toEqual(expect.arrayContaining(asked));
});

test('the dashboard names only labels that the metrics have', () => {
  const labels = z.array(z.string()).parse(metrics.flatMap((metric) => Reflect.get(metric, 'labelNames')));
  const grouped = [...dashboard.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
  expect(labels.concat('instance', 'le')).toEqual(expect.arrayContaining(grouped));
});

test('Prometheus asks every process of docker-compose.yml', async () => {
  const Prometheus = z.object({
    scrape_configs: z.tuple([z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) })]),
  });
  const Compose = z.object({ services: z.record(z.string(), z.object({ image: z.string() })) });
  const { scrape_configs } = Prometheus.parse(parse(await readFile(join(root, 'deploy/prometheus.yml'), 'utf8')));
  const { services } = Compose.parse(parse(await readFile(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }));
  const own = Object.keys(services).filter((name) => services[name]?.image === 'switchboard');
  expect(scrape_configs[0].static_configs.flatMap(({ targets }) => targets)).toEqual(own.map((name) => `${name}:3000`));
});
