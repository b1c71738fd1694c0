import { centrifugoVersion } from './targets/centrifugo/install.ts';
import type { World } from './world.ts';

export type TargetName = 'ours' | 'trial' | 'before' | 'S' | 'C' | 'T' | 'R' | 'K' | 'G';

export const targetTitles: Record<TargetName, string> = {
  ours: 'Switchboard: stored, ordered, authorised',
  trial: 'Switchboard with the module of --try',
  before: 'Switchboard at the commit of --against',
  S: 'plain Socket.IO + redis-adapter, nothing stored',
  C: 'Prisma create, then emit',
  T: 'Prisma transaction with a counter',
  R: 'Socket.IO connection state recovery on redis-streams-adapter',
  K: 'Kafka consumer, Prisma create, then emit',
  G: `Centrifugo ${centrifugoVersion}, Redis engine with history and recovery`,
};

/** The versions of Switchboard that are measured; all others are its peers. */
export type OwnName = 'ours' | 'trial' | 'before';
export type PeerName = Exclude<TargetName, OwnName>;

export const isOwn = (target: TargetName): target is OwnName =>
  target === 'ours' || target === 'trial' || target === 'before';

/** What one run measured, by the key of the measure. */
export type Figures = Record<string, number>;

/** `problems` make the run worthless; `notes` are what a server that promises less is allowed. */
export type Outcome = {
  figures: Figures;
  problems: string[];
  notes: string[];
  /** Why it was not measured here. */
  missing?: string;
};

export type Measure = { key: string; title: string; unit: string; digits?: number };

/** What is to be reached, as issue 4 says it: ours against a peer in the same run, or against a fixed figure. */
export type Goal =
  | { measure: string; against: PeerName; relation: '≥' | '≤'; factor: number }
  | { measure: string; relation: '≥' | '≤' | '<'; value: number };

/**
 * A measure by which this version is judged beside another one (`--against`). Without `limit` it is worse when it is worse by
 * more than 3 % in six of seven pairs; with it, when the median of the pairs is worse by more than this share.
 */
export type Judged = { measure: string; better: 'more' | 'less'; limit?: number };

export type Bench = {
  name: string;
  title: string;
  targets: TargetName[];
  measures: Measure[];
  goals: Goal[];
  /** Where it can be compared with another commit. */
  judged?: Judged[];
  /** What the load is, printed with the results. */
  settings: Record<string, string | number>;
  run(target: TargetName, world: World): Promise<Outcome>;
};
