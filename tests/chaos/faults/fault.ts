import type { Random } from '../../../scripts/installation/random.ts';
import type { Crowd } from '../crowd/crowd.ts';
import type { Programs } from '../programs/programs.ts';
import type { Site, TicketPlace } from '../site/site.ts';

/** What a fault works with. */
export type Stage = {
  site: Site;
  crowd: Crowd;
  programs: Programs;
  random: Random;
  /** How long this fault goes on, in seconds; shorter in the selection of `npm test`. */
  seconds: number;
  wait(ms: number): Promise<void>;
  /** Does something again and again until the time of the fault is over. */
  every(ms: number, work: () => unknown): Promise<void>;
  say(what: string): void;
  /** A figure for the report. */
  note(name: string, value: number | string): void;
  /** Something that must not be. */
  object(what: string): void;
  /** Something that took too long; in the selection of `npm test`, on any machine, only noted. */
  objectToTime(what: string): void;
};

/** When things happened, in milliseconds since the epoch. */
export type Times = { from: number; healed: number; quiet: number };

export type Fault = {
  /** For `--only`. */
  name: string;
  /** The row of the table. */
  title: string;
  /** What must hold besides the checker. */
  besides: string;
  seconds: number;
  /** In the selection of `npm test`, and for how long. */
  shortSeconds?: number;
  instances?: number;
  workers?: number;
  /** Where tickets come from, where there are workers; Kafka unless it says so. */
  tickets?: TicketPlace;
  people?: number;
  admins?: number;
  rooms?: number;
  membersPerRoom?: number;
  rate?: number;
  /** Without our links: there is too much to go through one process. */
  direct?: boolean;
  /** Characters of a message, more or less. */
  length?: number;
  pinned?: boolean;
  /** So many people connect over the link `apart`. */
  apart?: number;
  disk?: number;
  /** Everybody watches everybody's presence, and one of them leaves during the fault. */
  presence?: boolean;
  /** Answers to a send that this fault may cause, besides `unavailable`. */
  refusals?: string[];
  /** The database is put back to an earlier state: what was acknowledged may be lost, and what was shown may go. */
  putsBack?: boolean;
  /** Seconds after healing within which everybody must be complete. */
  quietWithin?: number;
  /** @returns why it cannot be done on this machine, or nothing */
  obstacle?(): Promise<string | null>;
  /** Breaks things, and heals them before it returns. */
  inject(stage: Stage): Promise<void>;
  /** Judges what must hold besides the checker, when all is quiet. */
  judge?(stage: Stage, times: Times): Promise<void> | void;
};
