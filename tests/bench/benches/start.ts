import { join } from 'node:path';
import { buildStale } from '../../../scripts/build/steps.ts';
import { setupCode } from '../../../scripts/installation/instances.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { startProcess } from '../../../scripts/installation/processes.ts';
import type { Bench } from '../bench.ts';
import { Visitor } from './start/visitor.ts';

const root = join(import.meta.dirname, '../../..');

/** `npm start` with nothing but a data folder, until one person has shown another a message. @returns milliseconds */
const startToMessage = async (folder: string): Promise<number> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const npm = await startProcess({
    name: 'npm',
    folder,
    command: {
      file: 'npm',
      args: ['start', '--silent'],
      cwd: root,
      env: {
        DATA_DIR: join(folder, 'data'),
        PORT: String(port),
        HOST: '127.0.0.1',
        PUBLIC_URL: url,
        LOG_LEVEL: 'warn',
        SIGN_UP: 'open',
        SETUP_CODE: setupCode,
      },
    },
    ready: async () => (await fetch(`${url}/readyz`)).ok,
    patience: 120_000,
  });
  try {
    const [ann, bo] = await Promise.all([Visitor.arrive(url, 'Ann'), Visitor.arrive(url, 'Bo')]);
    await ann.tell(bo, 'hello');
    const took = performance.now() - begun;
    ann.leave();
    bo.leave();
    return took;
  } finally {
    await npm.stop();
  }
};

export const coldStart: Bench = {
  name: 'start',
  title: 'Cold start: npm start to the first delivered message',
  targets: ['ours'],
  settings: { database: 'embedded' },
  measures: [
    { key: 'first', title: 'empty data folder', unit: 'ms' },
    { key: 'again', title: 'second start', unit: 'ms' },
  ],
  goals: [
    { measure: 'first', relation: '<', value: 4_000 },
    { measure: 'again', relation: '<', value: 4_000 },
  ],
  run: async (_, world) => {
    world.say('building what is stale, which does not count');
    if ((await buildStale()) !== 0) throw new Error('the build failed');
    const folder = world.folder('cold-start');
    world.say('first start');
    const first = await startToMessage(folder);
    world.say('second start');
    return { figures: { first, again: await startToMessage(folder) }, problems: [], notes: [] };
  },
};
