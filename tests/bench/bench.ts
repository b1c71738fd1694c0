import type { World } from './world.ts';

export type TargetName = 'ours' | 'trial' | 'S' | 'C' | 'T' | 'R' | 'K';

export const targetTitles: Record<TargetName, string> = {
  ours: 'Switchboard: stored, ordered, authorised',
  trial: 'Switchboard with the module of --try',
  S: 'plain Socket.IO + redis-adapter, nothing stored',
  C: 'Prisma create, then emit',
  T: 'Prisma transaction with a counter',
  R: 'Socket.IO connection state recovery on redis-streams-adapter',
  K: 'Kafka consumer, Prisma create, then emit',
};

/** What one run measured, by the key of the measure. */
export type Figures = Record<string, number>;

/** `problems` make the run worthless; `notes` are what a server that promises less is allowed. */
export type Outcome = { figures: Figures; problems: string[]; notes: string[] };

export type Measure = { key: string; title: string; unit: string; digits?: number };

/** What is to be reached, as issue 4 says it: ours against a peer in the same run, or against a fixed figure. */
export type Goal =
  | { measure: string; against: Exclude<TargetName, 'ours' | 'trial'>; relation: '≥' | '≤'; factor: number }
  | { measure: string; relation: '≥' | '≤' | '<'; value: number };

export type Bench = {
  name: string;
  title: string;
  targets: TargetName[];
  measures: Measure[];
  goals: Goal[];
  /** What the load is, printed with the results. */
  settings: Record<string, string | number>;
  run(target: TargetName, world: World): Promise<Outcome>;
};
