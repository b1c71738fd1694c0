import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { alarms } from '../../chaos/alerts/alarms.ts';
import { quicker } from '../../chaos/alerts/rules.ts';

const root = join(import.meta.dirname, '../../..');
const Rule = z.strictObject({
  alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().min(1), runbook: z.string() }),
});
const Rules = z.strictObject({ groups: z.tuple([z.strictObject({ name: z.string(), rules: z.array(Rule) })]) });
const text = await readFile(join(root, 'deploy/alerts.yml'), 'utf8');
const { rules } = Rules.parse(parse(text)).groups[0];

const metrics = createMetrics().registry.getMetricsAsArray();
const metricsOf = ({ expr }: { expr: string }) =>
  [...expr.matchAll(/\b(?:switchboard|nodejs|process)_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
/** Prometheus adds these. */
const added = ['job', 'instance', 'role', 'le'];

test('every alert has a name of its own', () => {
  expect(rules.length).toBeGreaterThanOrEqual(10);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

test.each(rules)('$alert asks for metrics and labels that exist', (rule) => {
  const asked = metrics.filter(({ name }) => metricsOf(rule).includes(name));
  expect(asked.map(({ name }) => name)).toEqual([...new Set(metricsOf(rule))]);
  if (asked.length === 0) expect(rule.expr).toMatch(/^up\{/);
  const known = z.array(z.string()).parse(asked.flatMap((metric) => Reflect.get(metric, 'labelNames')));
  const named = [
    ...[...rule.expr.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
    ...[...rule.expr.matchAll(/[{,] *(\w+)=/g)].map(([, name = '']) => name),
    ...[...rule.annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, name = '']) => name),
  ];
  expect(known.concat(added)).toEqual(expect.arrayContaining(named));
});

test.each(rules)('$alert names the line of the README that says what to do', async ({ alert, annotations }) => {
  const [page = '', anchor = ''] = annotations.runbook.split('#');
  const line = (await readFile(join(root, page), 'utf8'))
    .split('\n')
    .find((one) => one.includes(`<a id="${anchor}"></a>`));
  expect(line, annotations.runbook).toContain(`\`${alert}\` |`);
});

test('the README explains no alert that is gone', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const explained = [...readme.matchAll(/^\| <a id="alert-[a-z-]+"><\/a>`(\w+)` \|/gm)].map(([, name]) => name);
  expect(explained.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
});

test('npm run alerts makes every alert fire', () => {
  expect(alarms.flatMap(({ fires }) => fires).toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
});

test('Prometheus reads the file', async () => {
  const prometheus: unknown = parse(await readFile(join(root, 'deploy/prometheus.yml'), 'utf8'));
  expect(prometheus).toMatchObject({ rule_files: ['alerts.yml'] });
});

test('the rules that are tried out are the same but for their spans, which are a tenth', () => {
  expect(quicker('expr: rate(x_total[1m]) > 0.1\nfor: 30s\n')).toBe('expr: rate(x_total[6000ms]) > 0.1\nfor: 3000ms\n');
  const spans = [...text.matchAll(/\[\d+[smh]\]|^ *for: \d+[smh]$/gm)];
  expect([...quicker(text).matchAll(/\d+ms/g)]).toHaveLength(spans.length);
});
