import type { ClusterState } from '../../../../../protocol/index.ts';

/** Something that is not as it should be: a key under `system.trouble`, and what it names. */
export type Trouble = {
  readonly level: 'warning' | 'danger';
  readonly kind:
    | 'database'
    | 'redis'
    | 'unreached'
    | 'noWorker'
    | 'slow'
    | 'source'
    | 'stalled'
    | 'silent'
    | 'sourceWrong'
    | 'behind'
    | 'setAside'
    | 'failing'
    | 'late'
    | 'versions';
  readonly name: string;
  readonly count: number;
  readonly problem: string;
};

/** Milliseconds; people feel it from here on. */
export const lateLoop = 100;
/** Seconds. */
export const longLag = 60;

const trouble = (kind: Trouble['kind'], level: Trouble['level'], more: Partial<Trouble> = {}): Trouble => ({
  ...{ kind, level, name: '', count: 0, problem: '' },
  ...more,
});

const ofServices = ({ redis, database, instances }: ClusterState): Trouble[] => [
  ...(database.state === 'away' ? [trouble('database', 'danger')] : []),
  ...(redis.state === 'away' ? [trouble('redis', 'warning')] : []),
  // Where Redis is away for all of them, that is said once.
  ...(redis.state === 'healthy' ? instances : [])
    .filter(({ bus }) => bus === 'away')
    .map(({ name }) => trouble('unreached', 'warning', { name })),
];

const ofInstances = ({ instances }: ClusterState): Trouble[] => {
  const versions = new Set(instances.map(({ version, contract }) => `${version} ${contract}`));
  const hasWorker = instances.some(({ roles }) => roles.includes('worker'));
  return [
    ...(instances.length > 0 && !hasWorker ? [trouble('noWorker', 'danger')] : []),
    ...instances
      .filter(({ loopDelay }) => loopDelay >= lateLoop)
      .map(({ name, loopDelay }) => trouble('slow', 'warning', { name, count: Math.round(loopDelay) })),
    ...(versions.size > 1 ? [trouble('versions', 'warning', { count: versions.size })] : []),
  ];
};

/** One line for each source, however many of its partitions it is about. */
const ofAlarms = ({ sourceAlarms }: ClusterState): Trouble[] =>
  [...Map.groupBy(sourceAlarms, ({ source, kind }) => `${source} ${kind}`).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const kind = first.kind === 'other' ? 'sourceWrong' : first.kind;
    return [trouble(kind, kind === 'stalled' ? 'danger' : 'warning', { name: first.source, count: alike.length })];
  });

const ofSources = (state: ClusterState): Trouble[] => [
  ...ofAlarms(state),
  ...state.instances.flatMap(({ sources }) =>
    sources
      .filter(({ state: now, problem }) => now !== 'consuming' && problem !== null)
      .map(({ name, problem }) => trouble('source', 'warning', { name, problem: problem ?? '' })),
  ),
];

const ofWork = ({ followers, jobs }: ClusterState): Trouble[] => [
  ...followers
    .filter(({ lag }) => (lag ?? 0) >= longLag)
    .map(({ name, lag }) => trouble('behind', 'warning', { name, count: Math.round(lag ?? 0) })),
  ...followers
    .filter(({ setAside }) => setAside > 0)
    .map(({ name, setAside }) => trouble('setAside', 'warning', { name, count: setAside })),
  ...jobs.filter(({ late }) => late > 0).map(({ name, late }) => trouble('late', 'danger', { name, count: late })),
  ...jobs
    .filter(({ failing }) => failing > 0)
    .map(({ name, failing }) => trouble('failing', 'warning', { name, count: failing })),
];

/** What is not as it should be, the worst first. While the database is away nothing else of what it says is new. */
export const troublesIn = (state: ClusterState): Trouble[] => {
  const all = [
    ...ofServices(state),
    ...(state.database.state === 'away' ? [] : [...ofInstances(state), ...ofSources(state), ...ofWork(state)]),
  ];
  return [...all.filter(({ level }) => level === 'danger'), ...all.filter(({ level }) => level === 'warning')];
};
