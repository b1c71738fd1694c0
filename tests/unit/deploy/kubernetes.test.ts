import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, settings } from '../../../server/config.ts';

const folder = join(import.meta.dirname, '../../../deploy/kubernetes');
const read = async (file: string): Promise<unknown> => parse(await readFile(join(folder, file), 'utf8'));

const Probe = z.object({ httpGet: z.object({ path: z.enum(['/livez', '/readyz']), port: z.literal('http') }) });
const Variable = z.object({ name: z.string(), value: z.string().optional() });
const Deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    replicas: z.int(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        terminationGracePeriodSeconds: z.int(),
        securityContext: z.object({ runAsNonRoot: z.literal(true) }),
        containers: z.tuple([
          z.object({
            env: z.array(Variable),
            startupProbe: Probe,
            livenessProbe: Probe,
            readinessProbe: Probe,
            lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.int() }) }) }).optional(),
          }),
        ]),
      }),
    }),
  }),
});
const Kustomization = z.object({
  resources: z.array(z.string()),
  configMapGenerator: z.tuple([z.object({ literals: z.array(z.string()) })]),
});

const kustomization = Kustomization.parse(await read('kustomization.yaml'));
const literals = Object.fromEntries(kustomization.configMapGenerator[0].literals.map((line) => line.split(/=(.*)/s)));
const deployments = ['instances.yaml', 'worker.yaml'];

test('names every manifest of the folder', async () => {
  const files = (await readdir(folder)).filter((name) => name !== 'kustomization.yaml');
  expect(kustomization.resources.toSorted()).toEqual(files.toSorted());
});

test.each(deployments)('%s: the server accepts its settings', async (file) => {
  const { env } = Deployment.parse(await read(file)).spec.template.spec.containers[0];
  const own = Object.fromEntries(env.map(({ name, value }) => [name, value ?? 'pod-1']));
  expect(Object.keys(settings)).toEqual(expect.arrayContaining([...Object.keys(literals), ...Object.keys(own)]));
  const secrets = { AUTH_SECRET: 'a'.repeat(64), DATABASE_URL: 'postgresql://db/x', REDIS_URL: 'redis://redis:6379' };
  expect(readConfig({ ...literals, ...own, ...secrets }).INSTANCE_ID).toBe('pod-1');
});

test.each(deployments)('%s: a pod is asked by the right paths and has time to stop', async (file) => {
  const { spec } = Deployment.parse(await read(file));
  expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
  const [container] = spec.template.spec.containers;
  expect(container.livenessProbe.httpGet.path).toBe('/livez');
  expect(container.startupProbe.httpGet.path).toBe('/livez');
  expect(container.readinessProbe.httpGet.path).toBe('/readyz');
  const stop = await readFile(join(folder, '../../server/ops/stop.ts'), 'utf8');
  const patience = Number(/patience = ([\d_]+)/.exec(stop)?.[1]?.replaceAll('_', '')) / 1_000;
  const before = container.lifecycle?.preStop.sleep.seconds ?? 0;
  expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(patience + before);
});

test('service and disruption budget mean the pods of the instances', async () => {
  const { matchLabels } = Deployment.parse(await read('instances.yaml')).spec.selector;
  const Service = z.object({ spec: z.object({ selector: z.record(z.string(), z.string()) }) });
  const Budget = z.object({
    spec: z.object({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }) }),
  });
  expect(Service.parse(await read('service.yaml')).spec.selector).toEqual(matchLabels);
  expect(Budget.parse(await read('disruption-budget.yaml')).spec.selector.matchLabels).toEqual(matchLabels);
});
