import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Audit, mergeAudits } from './driver/audit.ts';
import type { AuthorPlan, Sent } from './driver/author.ts';
import { now } from './driver/clock.ts';
import type { Crowd, CrowdPlan, Request, Totals } from './driver/crowd.ts';
import { Histogram } from './driver/histogram.ts';
import type { MemberPlan } from './driver/member.ts';
import { mergeTallies, type Tallies } from './tallies.ts';

type Answer = { id: number; result?: unknown; error?: string };

/** One load driver in a process of its own. */
class Driver {
  #process: ChildProcess;
  #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #next = 0;

  constructor() {
    this.#process = fork(join(import.meta.dirname, 'driver/main.ts'), { serialization: 'advanced' });
    this.#process.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(`load driver: ${error}`));
    });
    this.#process.on('exit', (code) => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error(`a load driver ended with ${code}`));
    });
  }

  call<Method extends keyof Crowd>(method: Method, argument?: Parameters<Crowd[Method]>[0]): ReturnType<Crowd[Method]> {
    const id = this.#next++;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#process.send({ id, method, argument });
    return waiting.promise as ReturnType<Crowd[Method]>;
  }

  async end() {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }
}

/** All load drivers of one run: each member lives in one of them. */
export class Fleet {
  #drivers: Driver[];
  #homes = new Map<number, Driver>();

  constructor(size: number) {
    this.#drivers = Array.from({ length: size }, () => new Driver());
  }

  /** Connects everybody; members are dealt out to the drivers in turn. @returns milliseconds until the last was complete */
  async open(
    plan: CrowdPlan,
    driverOf: (member: MemberPlan, index: number) => number = (_, index) => index,
  ): Promise<number> {
    const parts = this.#drivers.map((): MemberPlan[] => []);
    for (const [index, member] of plan.members.entries()) {
      const at = driverOf(member, index) % parts.length;
      parts[at]?.push(member);
      const driver = this.#drivers[at];
      if (driver) this.#homes.set(member.person, driver);
    }
    const opening = Math.max(1, Math.floor(plan.opening / parts.length));
    const times = await Promise.all(
      this.#drivers.map((driver, at) => driver.call('open', { ...plan, members: parts[at] ?? [], opening })),
    );
    return Math.max(...times);
  }

  async window(authors: AuthorPlan[], window: number) {
    await this.#split(authors, (driver, own) => driver.call('window', { authors: own, window }));
  }

  /** @param perSecond sends of all authors together */
  async schedule(authors: AuthorPlan[], perSecond: number) {
    const startAt = now() + 200;
    await this.#split(authors, (driver, own) =>
      driver.call('schedule', { authors: own, perSecond: (perSecond * own.length) / authors.length, startAt }),
    );
  }

  async burst(authors: AuthorPlan[], each: number) {
    await this.#split(authors, (driver, own) => driver.call('burst', { authors: own, each }));
  }

  async stopLoad() {
    await this.#all('stopLoad');
  }

  async beginMeasuring() {
    await this.#all('beginMeasuring');
  }

  async endMeasuring(): Promise<Tallies> {
    return mergeTallies(await this.#all('endMeasuring'));
  }

  async tally(): Promise<Tallies> {
    return mergeTallies(await this.#all('tally'));
  }

  async totals(): Promise<Totals> {
    const parts = await this.#all('totals');
    const sum = (key: keyof Totals) => parts.reduce((total, part) => total + part[key], 0);
    return {
      sent: sum('sent'),
      acked: sum('acked'),
      outstanding: sum('outstanding'),
      shown: sum('shown'),
      ready: sum('ready'),
    };
  }

  /**
   * Waits until every send is answered and everything is shown. Gives up when nothing has come for `quietMs`: what is
   * late is not lost, whatever it was late by. The audit will tell.
   */
  async settle(expectedShown: (acked: number) => number, quietMs = 15_000): Promise<Totals> {
    let last: Totals | undefined;
    let movedAt = now();
    for (;;) {
      const totals = await this.totals();
      if (totals.outstanding === 0 && totals.shown >= expectedShown(totals.acked)) return totals;
      if (totals.shown !== last?.shown || totals.outstanding !== last.outstanding) movedAt = now();
      if (now() - movedAt > quietMs) return totals;
      last = totals;
      await sleep(50);
    }
  }

  async sent(): Promise<Sent[]> {
    return (await this.#all('sent')).flat();
  }

  async audit(sent: Sent[]): Promise<Audit> {
    return mergeAudits(await Promise.all(this.#drivers.map((driver) => driver.call('audit', { sent }))));
  }

  async cutOff(people: number[]) {
    await this.#splitPeople(people, (driver, own) => driver.call('cutOff', { people: own }));
  }

  /** @returns milliseconds after which each of them was complete, -1 for those who were not in time */
  async reconnect(people: number[], goal: number, opening: number, timeoutMs: number): Promise<number[]> {
    const each = Math.max(1, Math.floor(opening / this.#drivers.length));
    const times = await this.#splitPeople(people, (driver, own) =>
      driver.call('reconnect', { people: own, goal, opening: each, timeoutMs }),
    );
    return times.flat();
  }

  /** @returns the milliseconds from due to answered, and the answers that were refusals */
  async ask(person: number, requests: Request[], perSecond: number): Promise<{ times: Histogram; failures: string[] }> {
    const { times, failures } = await this.#home(person).call('ask', { person, requests, perSecond });
    const merged = new Histogram();
    merged.merge(times);
    return { times: merged, failures };
  }

  /** From now on these people mark as read what they are shown of a conversation. */
  async keepMarking(people: number[], conversation: number) {
    await this.#splitPeople(people, (driver, own) => driver.call('keepMarking', { people: own, conversation }));
  }

  /** Waits for the last marks. @returns how many readers the server does not say that they have read everything */
  async behind(): Promise<number> {
    return (await this.#all('behind')).reduce((sum, behind) => sum + behind, 0);
  }

  async keepCutting(people: number[], everyMs: number) {
    await this.#splitPeople(people, (driver, own) => driver.call('keepCutting', { people: own, everyMs }));
  }

  async stopCutting() {
    await this.#all('stopCutting');
  }

  async end() {
    await Promise.all(this.#drivers.map((driver) => driver.end()));
  }

  #all<Method extends keyof Crowd>(method: Method): Promise<Awaited<ReturnType<Crowd[Method]>>[]> {
    return Promise.all(this.#drivers.map((driver) => driver.call(method)));
  }

  async #split(authors: AuthorPlan[], action: (driver: Driver, own: AuthorPlan[]) => Promise<void>) {
    const parts = Map.groupBy(authors, ({ person }) => this.#home(person));
    await Promise.all([...parts].map(([driver, own]) => action(driver, own)));
  }

  #splitPeople<Result>(
    people: number[],
    action: (driver: Driver, own: number[]) => Promise<Result>,
  ): Promise<Result[]> {
    const parts = Map.groupBy(people, (person) => this.#home(person));
    return Promise.all([...parts].map(([driver, own]) => action(driver, own)));
  }

  #home(person: number): Driver {
    const driver = this.#homes.get(person);
    if (driver === undefined) throw new Error(`person ${person} is in no driver`);
    return driver;
  }
}
