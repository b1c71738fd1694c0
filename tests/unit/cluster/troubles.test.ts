import { expect, it } from 'vitest';
import { troublesIn } from '../../../app/(workspace)/admin/(administration)/system/troubles.ts';
import { instanceOf, stateOf } from './state.ts';

const kindsIn = (more: Parameters<typeof stateOf>[0]) => troublesIn(stateOf(more)).map(({ kind }) => kind);
const job = { name: 'one', waiting: 0, active: 0, failing: 0, late: 0 };

it('where all is well there is nothing to say', () => {
  expect(
    kindsIn({ jobs: [{ ...job, waiting: 9, active: 2 }], followers: [{ name: 'search', lag: 1, setAside: 0 }] }),
  ).toEqual([]);
  expect(kindsIn({ redis: { state: 'none', latency: null, bytes: null } })).toEqual([]);
});

it('each thing that is not as it should be is said, the worst first', () => {
  const source = { name: 'kafka', state: 'waiting', problem: 'no brokers' } as const;
  const instances = [
    instanceOf({ roles: ['live'], loopDelay: 250, bus: 'away', sources: [source] }),
    instanceOf({ name: 'two', roles: ['web'], version: '2.0.0' }),
  ];
  const followers = [{ name: 'search', lag: 61, setAside: 2 }];
  const jobs = [{ ...job, failing: 1, late: 3 }];
  expect(kindsIn({ instances, followers, jobs })).toEqual([
    ...['noWorker', 'late'],
    ...['unreached', 'slow', 'versions', 'source', 'behind', 'setAside', 'failing'],
  ]);
});

it('what follows from one thing is not said besides', () => {
  const away = { latency: null, bytes: null };
  const cutOff = [instanceOf({ bus: 'away' }), instanceOf({ name: 'two', bus: 'away' })];
  expect(kindsIn({ redis: { state: 'away', ...away }, instances: cutOff })).toEqual(['redis']);
  const database = { state: 'away', connections: null, ...away } as const;
  expect(kindsIn({ database, instances: cutOff, jobs: [{ ...job, late: 1 }] })).toEqual([
    'database',
    'unreached',
    'unreached',
  ]);
});

it('a source that waits for nothing that has a name, or has just begun to connect, is no trouble', () => {
  const sources = [{ name: 'kafka', state: 'connecting', problem: null } as const];
  expect(kindsIn({ instances: [instanceOf({ sources })] })).toEqual([]);
});

it('a source that has stalled is said once, however many of its partitions have, and before what is less', () => {
  const alarm = { source: 'kafka', topic: 'tickets', kind: 'stalled', since: '2026-01-01T00:00:00.000Z' } as const;
  const silent = { source: 'http', topic: null, partition: null, kind: 'silent', since: alarm.since } as const;
  const sourceAlarms = [silent, { ...alarm, partition: 0 }, { ...alarm, partition: 1 }];
  const told = troublesIn(stateOf({ sourceAlarms }));
  expect(told.map(({ kind, level, name, count }) => ({ kind, level, name, count }))).toEqual([
    { kind: 'stalled', level: 'danger', name: 'kafka', count: 2 },
    { kind: 'silent', level: 'warning', name: 'http', count: 1 },
  ]);
});
