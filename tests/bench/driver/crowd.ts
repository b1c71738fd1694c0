import { setTimeout as wait } from 'node:timers/promises';
import { type Audit, auditMembers } from './audit.ts';
import { Author, type AuthorPlan, type Sent } from './author.ts';
import { now } from './clock.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { makeDialect } from './dialects.ts';
import { type Counts, Histogram } from './histogram.ts';
import { type Load, scheduled, windowed } from './load.ts';
import { type Address, Member, type MemberPlan } from './member.ts';
import { Readers } from './readers.ts';
import { Tally, type TallyReport } from './tally.ts';

export type CrowdPlan = {
  dialect: DialectName;
  /** Signs session cookies, for our dialect. */
  secret: string;
  addresses: Address[];
  members: MemberPlan[];
  /** Connections being made at once. */
  opening: number;
  /** Whether members come back by themselves when their connection is lost. */
  returning: boolean;
  /** Whether the same frame reaches many members of this driver. */
  shared: boolean;
};

export type Request = { event: string; payload: string };

export type Totals = { sent: number; acked: number; outstanding: number; shown: number; ready: number };

/** Longer than any server should take to let everybody in. */
const openingPatience = 120_000;

/** All members of one driver process, and what a bench can tell them to do. */
export class Crowd {
  #tally = new Tally();
  #members = new Map<number, Member>();
  #authors: Author[] = [];
  #load: Load | undefined;
  #dialect: Dialect | undefined;
  #cutting: NodeJS.Timeout[] = [];
  #readers: Readers | undefined;

  /** Connects everybody. @returns milliseconds until the last one was complete */
  async open(plan: CrowdPlan): Promise<number> {
    this.#dialect ??= makeDialect(plan, this.#tally);
    const dialect = this.#dialect;
    const members = plan.members.map((member) => new Member(member, plan.addresses, dialect, this.#tally));
    for (const member of members) this.#members.set(member.person, member);
    const took = await this.#connectAll(members, plan.opening);
    for (const member of members) member.returns = plan.returning;
    return took;
  }

  async window(plan: { authors: AuthorPlan[]; window: number }) {
    this.#load = windowed(this.#authorsOf(plan.authors), plan.window);
  }

  async schedule(plan: { authors: AuthorPlan[]; perSecond: number; startAt: number }) {
    this.#load = scheduled(this.#authorsOf(plan.authors), plan.perSecond, plan.startAt);
  }

  /** Each of these authors sends so many messages, without waiting. */
  async burst(plan: { authors: AuthorPlan[]; each: number }) {
    for (const author of this.#authorsOf(plan.authors)) for (let i = 0; i < plan.each; i++) author.send(now());
  }

  async stopLoad() {
    this.#load?.stop();
  }

  async beginMeasuring() {
    this.#tally.begin();
  }

  async endMeasuring(): Promise<TallyReport> {
    this.#tally.measuring = false;
    return this.#tally.report();
  }

  /** What was counted, without ending the measurement. */
  async tally(): Promise<TallyReport> {
    return this.#tally.report();
  }

  async totals(): Promise<Totals> {
    const totals = { sent: 0, acked: 0, outstanding: 0, shown: 0, ready: 0 };
    for (const author of this.#authors) {
      const { sent, unacked } = author.report();
      totals.sent += sent;
      totals.outstanding += unacked.length;
      totals.acked += sent - unacked.length;
    }
    for (const member of this.#members.values()) {
      if (member.isReady) totals.ready++;
      for (const { count } of member.receptions.values()) totals.shown += count;
    }
    return totals;
  }

  async sent(): Promise<Sent[]> {
    return this.#authors.map((author) => author.report());
  }

  async audit(plan: { sent: Sent[] }): Promise<Audit> {
    return auditMembers(this.#members.values(), plan.sent);
  }

  /** Cuts these people off; they stay away until `reconnect`. */
  async cutOff(plan: { people: number[] }) {
    for (const person of plan.people) {
      const member = this.#members.get(person);
      if (member === undefined) continue;
      member.returns = true;
      member.stopped = true;
      member.cut();
    }
  }

  /**
   * Lets these people come back, all at once.
   * @param goal messages that each must have been shown to be complete
   * @returns milliseconds after which each was complete, -1 for those who were not in time
   */
  async reconnect(plan: { people: number[]; goal: number; opening: number; timeoutMs: number }): Promise<number[]> {
    const started = now();
    const queue = [...plan.people];
    const members = plan.people.flatMap((person) => this.#members.get(person) ?? []);
    const completions = members.map((member) => this.#completion(member, plan.goal, plan.timeoutMs));
    const begin = () => {
      const member = this.#members.get(queue.shift() ?? -1);
      if (member === undefined) return;
      member.stopped = false;
      member.onReady = begin;
      member.connect();
    };
    for (let i = 0; i < plan.opening; i++) begin();
    const ends = await Promise.all(completions);
    return ends.map((end) => (end < 0 ? -1 : end - started));
  }

  /** Cuts each of these people's connection every `everyMs`, at a moment of its own in that span. */
  async keepCutting(plan: { people: number[]; everyMs: number }) {
    for (const [index, person] of plan.people.entries()) {
      const cut = () => this.#members.get(person)?.cut();
      const phase = setTimeout(
        () => {
          cut();
          this.#cutting.push(setInterval(cut, plan.everyMs));
        },
        (plan.everyMs * index) / plan.people.length,
      );
      this.#cutting.push(phase);
    }
  }

  async stopCutting() {
    for (const timer of this.#cutting) clearTimeout(timer);
  }

  /** From now on these people mark as read what they are shown of a conversation. */
  async keepMarking(plan: { people: number[]; conversation: number }) {
    const members = plan.people.flatMap((person) => this.#members.get(person) ?? []);
    this.#readers = new Readers(members, plan.conversation, this.#tally);
  }

  /** @returns how many of them the server does not say that they have read everything */
  async behind(): Promise<number> {
    return (await this.#readers?.behind()) ?? 0;
  }

  /** Sends these requests at fixed moments, answered or not. @returns the milliseconds from due to answered */
  async ask(plan: {
    person: number;
    requests: Request[];
    perSecond: number;
  }): Promise<{ times: Counts; failures: string[] }> {
    const member = this.#members.get(plan.person);
    if (member === undefined) throw new Error(`person ${plan.person} is not in this driver`);
    const times = new Histogram();
    const failures: string[] = [];
    const startAt = now() + 50;
    const answers = plan.requests.map(async ({ event, payload }, index) => {
      const due = startAt + (index * 1_000) / plan.perSecond;
      await wait(due - now());
      const answer = await new Promise<string>((resolve) => void member.request(event, payload, resolve));
      times.add(now() - due);
      if (!answer.startsWith('[{"ok":true')) failures.push(answer.slice(0, 200));
    });
    await Promise.all(answers);
    return { times: times.counts(), failures };
  }

  #authorsOf(plans: AuthorPlan[]): Author[] {
    return plans.map((plan) => {
      const known = this.#authors.find((author) => author.plan.person === plan.person);
      if (known !== undefined) return known;
      const member = this.#members.get(plan.person);
      if (member === undefined) throw new Error(`person ${plan.person} is not in this driver`);
      const author = new Author(plan, member, this.#tally);
      this.#authors.push(author);
      return author;
    });
  }

  async #connectAll(members: Member[], opening: number): Promise<number> {
    const started = now();
    const queue = members.values();
    const connectNext = async () => {
      for (const member of queue) {
        const ready = new Promise<void>((resolve) => {
          member.onReady = resolve;
        });
        member.returns = true;
        member.connect();
        await ready;
        member.onReady = () => {};
      }
    };
    const tooLong = wait(openingPatience, undefined, { ref: false }).then(() => {
      const waiting = members.filter((member) => !member.isReady).length;
      throw new Error(
        `${waiting} of ${members.length} could not connect: ${JSON.stringify(this.#tally.report().problems)}`,
      );
    });
    await Promise.race([tooLong, Promise.all(Array.from({ length: opening }, connectNext))]);
    return now() - started;
  }

  #completion(member: Member, goal: number, timeoutMs: number): Promise<number> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(-1), timeoutMs);
      const finish = (at: number) => {
        clearTimeout(timer);
        member.onShown = () => {};
        resolve(at);
      };
      member.onShown = () => {
        let count = 0;
        for (const reception of member.receptions.values()) count += reception.count;
        if (count >= goal) finish(now());
      };
    });
  }
}
