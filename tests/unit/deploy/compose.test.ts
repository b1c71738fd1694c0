import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, settings } from '../../../server/config.ts';

const root = join(import.meta.dirname, '../../..');
const source = await readFile(join(root, 'docker-compose.yml'), 'utf8');
const example = await readFile(join(root, '.env.example'), 'utf8');

const Seconds = z.string().regex(/^\d+[sm]$/);
const Healthcheck = z.strictObject({
  test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
  interval: Seconds,
  timeout: Seconds,
  retries: z.int(),
  start_period: Seconds.optional(),
});
/** The part of the Compose Specification that the file uses; a misspelt key fails the parse. */
const Service = z.strictObject({
  image: z.string().regex(/^[\w./-]+(:[\w.-]+)?$/),
  build: z.literal('.').optional(),
  init: z.boolean().optional(),
  restart: z.enum(['unless-stopped', 'on-failure']),
  stop_grace_period: Seconds.optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  user: z.string().optional(),
  networks: z.array(z.string()),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
  mem_limit: z.string().regex(/^\d+[mg]$/),
  shm_size: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.int()])).default({}),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  healthcheck: Healthcheck.optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .default({}),
});
const Compose = z.object({
  name: z.literal('switchboard'),
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.strictObject({ internal: z.literal(true) }).nullable()),
  volumes: z.record(z.string(), z.null()),
});

const compose = Compose.parse(parse(source, { merge: true }));
const services = Object.entries(compose.services);
const own = services.filter(([, { image }]) => image === 'switchboard');

/** What Compose makes of `${NAME:?message}`, `${NAME:-default}` and `$$`. */
const interpolate = (value: string, given: Record<string, string>) =>
  value
    .replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_match, name: string, kind?: string, rest?: string) => {
      const found = given[name] ?? '';
      if (found === '' && kind === '?') throw new Error(`${name} ${rest}`);
      return found === '' ? (rest ?? '') : found;
    })
    .replaceAll('$$', '$');

const secret = 'a'.repeat(64);
const filledIn = {
  ...Object.fromEntries([...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value])),
  ...{ AUTH_SECRET: secret, INGEST_SECRET: secret, POSTGRES_PASSWORD: secret, REDIS_PASSWORD: secret },
};
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [
      key,
      interpolate(String(value), filledIn),
    ]),
  );

test('has a load balancer, three instances with pages and sockets, a worker, and what they share', () => {
  const roles = own.map(([name]) => [name, environmentOf(name).ROLES]);
  expect(roles).toEqual([
    ['instance-1', 'web,live'],
    ['instance-2', 'web,live'],
    ['instance-3', 'web,live'],
    ['worker', 'worker'],
  ]);
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(['load-balancer', 'postgres', 'redis', 'kafka']),
  );
});

test.each(own)('%s gets only settings that exist, with values that the server accepts', (name, service) => {
  expect(Object.keys(settings)).toEqual(expect.arrayContaining(Object.keys(service.environment)));
  expect(readConfig({ NODE_ENV: 'production', ...environmentOf(name) }).INSTANCE_ID).toMatch(new RegExp(`^${name}`));
});

test.each(services)('%s says when it is healthy, or runs once to its end', (name, service) => {
  const finishes = services.some(([, other]) => other.depends_on[name]?.condition === 'service_completed_successfully');
  if (finishes) expect(service.restart).toBe('on-failure');
  else expect(service.healthcheck).toBeDefined();
});

test.each(services)('%s waits only for services and uses only volumes that exist', (_name, service) => {
  expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(service.depends_on)));
  const named = (service.volumes ?? [])
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((from) => !from.startsWith('.'));
  expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
});

test('no secret has a value of its own, and Compose stops where one is missing', () => {
  const secrets = services.flatMap(([, { environment }]) =>
    Object.entries(environment).filter(([name]) => /SECRET|PASSWORD|TOKEN|DATABASE_URL|REDIS_URL/.test(name)),
  );
  expect(secrets.length).toBeGreaterThan(10);
  for (const [name, value] of secrets) {
    expect(value, name).toMatch(/\$\{[A-Z_]+(:\?[^}]+|:-)\}/);
    expect(String(value).replaceAll(/\$\{[^}]*\}/g, ''), name).not.toMatch(/\/\/[^@/]*:[^@/]+@/);
  }
  for (const name of ['AUTH_SECRET', 'INGEST_SECRET', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD'])
    expect(() => interpolate(source, { ...filledIn, [name]: '' })).toThrow(name);
});

test('.env.example names every variable of the file and gives no secret away', () => {
  const used = new Set([...source.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
  used.delete('LOG_LEVEL');
  const listed = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));
  expect(new Set(listed.map(({ name }) => name))).toEqual(used);
  for (const { name = '', value } of listed) if (/SECRET|PASSWORD|TOKEN/.test(name)) expect(value, name).toBe('');
});

test('PostgreSQL has connections for every process', () => {
  const allowed = /max_connections=(\d+)/.exec(compose.services.postgres?.command?.join(' ') ?? '')?.[1];
  const perProcess = 24 + 1;
  expect(Number(allowed)).toBeGreaterThan(own.length * perProcess * 1.5);
});

test.each(services)('%s has no right that it does not need', (_name, service) => {
  expect(service.cap_drop).toEqual(['ALL']);
  expect(service.security_opt).toEqual(['no-new-privileges:true']);
});

test('only the load balancer can be reached from outside, and it reaches no store', () => {
  const published = services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name);
  expect(published).toEqual(['load-balancer']);
  const shares = (one: string, other: string) =>
    compose.services[one]?.networks.some((network) => compose.services[other]?.networks.includes(network));
  for (const store of ['postgres', 'redis', 'kafka']) {
    expect(shares('load-balancer', store), store).toBe(false);
    for (const network of compose.services[store]?.networks ?? [])
      expect(compose.networks[network], network).toEqual({ internal: true });
  }
  for (const [name, { depends_on }] of services)
    for (const other of Object.keys(depends_on)) expect(shares(name, other), `${name} and ${other}`).toBe(true);
});

test('a stop has longer than a stopping instance takes', async () => {
  const stop = await readFile(join(root, 'server/engine/ops/stop.ts'), 'utf8');
  const patience = Number(/patience = ([\d_]+)/.exec(stop)?.[1]?.replaceAll('_', '')) / 1_000;
  for (const [name, { stop_grace_period = '10s' }] of own)
    expect(Number(stop_grace_period.replace('s', '')), name).toBeGreaterThan(patience);
});

test('only this machine can reach what is published', () => {
  const published = services.flatMap(([, { ports }]) => ports ?? []).map((port) => interpolate(port, filledIn));
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('the load balancer runs deploy/nginx.conf in front of exactly the instances', async () => {
  const nginx = await readFile(join(root, 'deploy/nginx.conf'), 'utf8');
  const upstreams = [...nginx.matchAll(/^\s*server ([\w-]+):3000/gm)].map(([, name]) => name);
  expect(upstreams).toEqual(own.map(([name]) => name).filter((name) => name.startsWith('instance')));
  expect(compose.services['load-balancer']?.volumes).toEqual(['./deploy/nginx.conf:/etc/nginx/nginx.conf:ro']);
});
