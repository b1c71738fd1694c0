import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
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
        automountServiceAccountToken: z.literal(false),
        securityContext: z.object({ runAsNonRoot: z.literal(true) }),
        containers: z.tuple([
          z.object({
            env: z.array(Variable),
            envFrom: z.array(z.looseObject({ secretRef: z.object({ name: z.string() }).optional() })),
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
  const own = Object.fromEntries(
    env.filter(({ name }) => !/_URL$|_TOKEN$/.test(name)).map(({ name, value }) => [name, value ?? 'pod-1']),
  );
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
  const stop = await readFile(join(folder, '../../server/engine/ops/stop.ts'), 'utf8');
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

test('the worker gets no secret but those that it opens something with, each by name', async () => {
  const { env, envFrom } = Deployment.parse(await read('worker.yaml')).spec.template.spec.containers[0];
  expect(envFrom.filter(({ secretRef }) => secretRef !== undefined)).toEqual([]);
  const names = env.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['AUTH_SECRET', 'DATABASE_URL', 'REDIS_URL']));
  expect(names).not.toContain('INGEST_SECRET');
});

test('the network policy means every pod of Switchboard and lets in only what they serve', async () => {
  const Policy = z.object({
    spec: z.object({
      podSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
      policyTypes: z.tuple([z.literal('Ingress')]),
      ingress: z.tuple([
        z.object({ from: z.array(z.unknown()).min(1), ports: z.tuple([z.object({ port: z.literal('http') })]) }),
      ]),
    }),
  });
  const { spec } = Policy.parse(await read('network-policy.yaml'));
  const Labels = z.object({ labels: z.tuple([z.object({ pairs: z.unknown(), includeTemplates: z.literal(true) })]) });
  expect(Labels.parse(await read('kustomization.yaml')).labels[0].pairs).toEqual(spec.podSelector.matchLabels);
});

test('a file of the pages that one pod has not got is asked of the next, as deploy/nginx.conf does', async () => {
  const Ingress = z.object({
    metadata: z.object({ annotations: z.record(z.string(), z.string()) }),
    spec: z.object({
      rules: z.tuple([
        z.object({ host: z.string(), http: z.object({ paths: z.tuple([z.object({ path: z.string() })]) }) }),
      ]),
    }),
  });
  const text = await readFile(join(folder, 'ingress.yaml'), 'utf8');
  const ingresses = parseAllDocuments(text).map((document) => Ingress.parse(document.toJS()));
  const passes = ingresses.map(({ metadata, spec }) => [
    spec.rules[0].http.paths[0].path,
    metadata.annotations['nginx.ingress.kubernetes.io/proxy-next-upstream'],
  ]);
  expect(passes).toEqual([
    ['/', undefined],
    ['/_next/static/', 'error timeout http_404'],
  ]);
  expect(new Set(ingresses.map(({ spec }) => `https://${spec.rules[0].host}`))).toEqual(new Set([literals.PUBLIC_URL]));
  const nginx = await readFile(join(folder, '../nginx.conf'), 'utf8');
  expect(nginx).toMatch(/location \/_next\/static\/ \{[^}]*proxy_next_upstream error timeout http_404;/);
});
