import { now } from './clock.ts';
import type { Connection } from './connection.ts';
import type { Answer, Dialect, Send } from './dialect.ts';
import { Reception, type Shown } from './reception.ts';
import type { Tally } from './tally.ts';

export type Address = { host: string; port: number };
type Outgoing = { send: Send; onAnswer: (answer: Answer) => void };
export type MemberPlan = { person: number; conversations: number[]; home: number };

/** One signed-in client: keeps its connection where it is told to, checks and times what it is shown. */
export class Member {
  readonly person: number;
  readonly conversations: number[];
  readonly receptions = new Map<number, Reception>();
  /** What Socket.IO's connection state recovery asks for at a reconnection. */
  session: { pid: string | undefined; offset: string | undefined } = { pid: undefined, offset: undefined };
  isReady = false;
  onReady: () => void = () => {};
  onShown: () => void = () => {};
  /** Whether it comes back by itself. */
  returns = false;
  stopped = false;
  #dialect: Dialect;
  #tally: Tally;
  #addresses: Address[];
  #at: number;
  #connection: Connection | undefined;
  #attempt = 0;
  #refusals = 0;
  #everReady = false;
  #lostAt: number | undefined;
  #attemptAt = 0;
  #connectedAt = 0;
  #waiting: Outgoing[] = [];
  #flying = new Map<number, Outgoing>();

  constructor(plan: MemberPlan, addresses: Address[], dialect: Dialect, tally: Tally) {
    this.person = plan.person;
    this.conversations = plan.conversations;
    this.#addresses = addresses;
    this.#at = plan.home;
    this.#dialect = dialect;
    this.#tally = tally;
  }

  connect() {
    const address = this.#addresses[this.#at % this.#addresses.length];
    if (this.stopped || this.#connection !== undefined || address === undefined) return;
    this.#attemptAt = now();
    const connection: Connection = this.#dialect.connect(this, address, {
      connected: ({ pid }) => {
        this.session.pid = pid;
        this.#connectedAt = now();
        this.#dialect.welcome(this, connection);
      },
      event: (bytes, start, end) => this.#dialect.event(this, connection, bytes, start, end),
      closed: (reason) => this.#closed(connection, reason),
    });
    this.#connection = connection;
  }

  /** Called by the dialect: joined, and nothing is missing any more. */
  ready(connection: Connection) {
    if (connection !== this.#connection) return;
    this.isReady = true;
    this.#attempt = 0;
    this.#refusals = 0;
    if (this.#lostAt !== undefined) this.#tally.gaps.add(now() - this.#lostAt);
    this.#lostAt = undefined;
    this.#everReady = true;
    this.onReady();
    for (const { send, onAnswer } of this.#flying.values()) this.#transmit(send, onAnswer);
    for (const { send, onAnswer } of this.#waiting.splice(0)) this.#transmit(send, onAnswer);
  }

  /** Sends now, or as soon as there is a connection. */
  send(send: Send, onAnswer: (answer: Answer) => void) {
    if (this.isReady) this.#transmit(send, onAnswer);
    else this.#waiting.push({ send, onAnswer });
  }

  /** @returns whether there was a connection to ask on */
  request(event: string, payload: string, onAnswer: (answer: string) => void): boolean {
    this.#connection?.request(event, payload, onAnswer);
    return this.#connection !== undefined;
  }

  show(conversation: number, shown: Shown[]) {
    const reception = this.reception(conversation);
    for (const message of shown) reception.take(message);
    if (this.#tally.measuring) this.#time(shown);
    this.onShown();
  }

  reception(conversation: number): Reception {
    const known = this.receptions.get(conversation);
    if (known !== undefined) return known;
    const reception = new Reception();
    this.receptions.set(conversation, reception);
    return reception;
  }

  /** Loses the connection without a word. */
  cut() {
    this.#connection?.cut();
  }

  /** Goes to another instance after so many milliseconds, because this one is about to stop. */
  move(afterMs: number) {
    const leaving = this.#connection;
    setTimeout(() => {
      if (leaving === undefined || this.#connection !== leaving) return;
      leaving.close();
      this.#lost();
      this.#at++;
      this.connect();
    }, afterMs);
  }

  stop() {
    this.stopped = true;
    this.#connection?.cut();
  }

  #time(shown: Shown[]) {
    const tally = this.#tally;
    const time = now();
    tally.firstShownAt = Math.min(tally.firstShownAt, time);
    tally.lastShownAt = time;
    tally.shown += shown.length;
    // What Socket.IO recovers arrives just before it says that it is connected.
    const backSince = this.#lostAt === undefined ? this.#connectedAt : this.#attemptAt;
    for (const { due } of shown) {
      tally.showTimes.add(time - due);
      if (this.#everReady && due < backSince) tally.lateTimes.add(time - due);
    }
  }

  #transmit(send: Send, onAnswer: (answer: Answer) => void) {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#flying.set(send.n, { send, onAnswer });
    this.#dialect.send(this, connection, send, (answer) => {
      if (!this.#flying.delete(send.n)) return;
      if (answer.ok || !answer.retry) return onAnswer(answer);
      this.#tally.refused++;
      setTimeout(() => this.send(send, onAnswer), 100);
    });
  }

  #lost() {
    this.#connection = undefined;
    this.isReady = false;
    this.#lostAt ??= now();
    if (!this.#dialect.repeats) this.#flying.clear();
  }

  #closed(connection: Connection, reason: string) {
    if (this.#connection !== connection) return;
    const wasReady = this.isReady;
    this.#lost();
    if (this.stopped) return;
    if (wasReady) this.#tally.lostConnections++;
    if (!this.returns) {
      this.#tally.problem(reason);
      return;
    }
    // A load balancer would try the next instance at once when one does not answer.
    const refused = /ECONNREFUSED|HTTP 503/.test(reason);
    if (refused) this.#at++;
    const atOnce = refused && ++this.#refusals < this.#addresses.length;
    setTimeout(() => this.connect(), atOnce ? 0 : this.#dialect.backoff(this.#attempt++));
  }
}
