import { expect, onTestFinished, test } from 'vitest';
import { startInstallation } from '../../../scripts/installation/installation.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { processesMentioning } from '../../support/process-list.ts';

test('an installation answers through the load balancer from every instance, and survives the loss of one', async () => {
  const installation = await startInstallation({ instances: 2 });
  onTestFinished(installation.stop);
  const [first] = installation.instances;
  const [worker] = installation.workers;
  if (first === undefined || worker === undefined) throw new Error('something was not started');
  const whoAnswers = async () => (await fetch(`${installation.url}/sign-in`)).headers.get('x-switchboard-instance');

  const seen = new Set(await Promise.all(Array.from({ length: 20 }, whoAnswers)));
  expect(seen).toEqual(new Set(['instance-1', 'instance-2']));
  expect((await fetch(`${worker.url}/readyz`)).headers.get('x-switchboard-instance')).toBe('worker-1');

  await first.process.kill();
  const afterwards = new Set(await Promise.all(Array.from({ length: 20 }, whoAnswers)));
  expect(afterwards).toEqual(new Set(['instance-2']));
  await first.restart();
  await until('the load balancer to use it again', async () => (await whoAnswers()) === 'instance-1');

  const port = String(installation.postgres.port);
  await installation.stop();
  expect(await processesMentioning(`port=${port}`)).toEqual([]);
}, 180_000);
