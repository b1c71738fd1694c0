import { limits } from '../../../protocol/index.ts';
import { Budget } from './budget.ts';

// Per person and instance. A page sends some ten packets when it opens; a bot that uses up every rate limit sends 110 a
// second, and costs 360 when all its messages are as long as can be.
const bounds = {
  arrivals: { most: 120, perSecond: 2 },
  packets: { most: 400, perSecond: 400 },
  faults: { most: 50, perSecond: 1 },
};
/** Who was cut off for more than one mistake stays out so long, in faults: half a minute. */
const penalty = 30;
/** What a packet costs that only a broken client or a curious one sends, in faults. */
const oddPacket = 10;
type BudgetName = keyof typeof bounds;
const budgetNames = Object.keys(bounds) as BudgetName[];
/** Most people do nothing most of the time: a budget that is full again is let go of, so that being connected costs little. */
const sweep = 5_000;
/** A packet costs a point, and one more for so many bytes. */
const bytesPerPoint = 2_000;

/** @returns points that a packet or a request costs before anybody has looked into it */
export const costOf = (length: number): number => 1 + length / bytesPerPoint;

/** What one person does over all their connections to this instance. */
export type Peer = { connections: number } & { [Name in BudgetName]: Budget | undefined };

/** Counts connections and costs by person and address, so that many connections bring nobody more than one does. */
export class Peers {
  readonly #peers = new Map<string, Peer>();
  readonly #byAddress = new Map<string, number>();
  readonly #factor: number;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;

  /** @param factor multiplies every bound; 0 switches them off */
  constructor(factor: number, now: () => number = () => performance.now()) {
    this.#factor = factor;
    this.#now = now;
    this.#timer = setInterval(() => this.#forget(), sweep);
    this.#timer.unref();
  }

  /** @returns whether one more connection from an address is within bounds */
  mayConnect(address: string): boolean {
    return this.#factor === 0 || (this.#byAddress.get(address) ?? 0) < limits.connectionsPerAddress * this.#factor;
  }

  /** A connection was opened, until {@link disconnected}. */
  connected(address: string): void {
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
  }

  disconnected(address: string): void {
    const left = (this.#byAddress.get(address) ?? 0) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }

  /** Counts a connection of a person, until {@link leave}. @returns the person, or why they are not let in */
  arrive(userId: string): Peer | 'too_many_connections' | 'abusive' {
    const now = this.#now();
    const peer = this.visit(userId);
    if (this.#factor > 0) {
      if (owed(peer.faults, now) > 0) return 'abusive';
      const isFull = peer.connections >= limits.connectionsPerPerson * this.#factor;
      if (isFull || owed(peer.arrivals, now) > 0) return 'too_many_connections';
      this.#budget(peer, 'arrivals', now).take(1, now);
    }
    peer.connections += 1;
    return peer;
  }

  /** @returns a person who asks without a connection */
  visit(userId: string): Peer {
    const known = this.#peers.get(userId);
    if (known !== undefined) return known;
    const peer = { connections: 0, arrivals: undefined, packets: undefined, faults: undefined };
    this.#peers.set(userId, peer);
    return peer;
  }

  /** @returns ms for which a person is let in no more; 0 when they are */
  keptOutFor(peer: Peer): number {
    return this.#factor === 0 ? 0 : owed(peer.faults, this.#now());
  }

  leave(peer: Peer): void {
    peer.connections -= 1;
  }

  /** Takes what a packet costs. @returns ms to wait before the person's next one is read */
  charge(peer: Peer, points: number): number {
    if (this.#factor === 0) return 0;
    const now = this.#now();
    const budget = this.#budget(peer, 'packets', now);
    budget.take(points, now);
    return budget.owes(now);
  }

  /** @returns ms to wait before the person's next packet is read */
  owes(peer: Peer): number {
    return owed(peer.packets, this.#now());
  }

  /** Counts something that is not of the contract. @returns whether it was one too many */
  fault(peer: Peer): boolean {
    if (this.#factor === 0) return false;
    const now = this.#now();
    const budget = this.#budget(peer, 'faults', now);
    budget.take(1, now);
    if (budget.owes(now) === 0) return false;
    this.keepOut(peer);
    return true;
  }

  /** Counts a packet for which a connection ends: who comes back for more of it is kept out. */
  odd(peer: Peer): void {
    if (this.#factor === 0) return;
    const now = this.#now();
    this.#budget(peer, 'faults', now).take(oddPacket, now);
  }

  /** Lets a person in no more for a while. */
  keepOut(peer: Peer): void {
    if (this.#factor === 0) return;
    const now = this.#now();
    this.#budget(peer, 'faults', now).exhaust(penalty, now);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #budget(peer: Peer, name: BudgetName, now: number): Budget {
    const { most, perSecond } = bounds[name];
    const factor = this.#factor === 0 ? 1 : this.#factor;
    peer[name] ??= new Budget(most * factor, perSecond * factor, now);
    return peer[name];
  }

  /** Forgets what need not be remembered. Not at once, or a reconnect would wipe the slate clean. */
  #forget(): void {
    const now = this.#now();
    for (const [userId, peer] of this.#peers) {
      for (const name of budgetNames) if (peer[name]?.isFull(now)) peer[name] = undefined;
      if (peer.connections === 0 && budgetNames.every((name) => peer[name] === undefined)) this.#peers.delete(userId);
    }
  }
}

/** @returns ms until nothing is owed; of a budget that was let go of nothing is */
const owed = (budget: Budget | undefined, now: number): number => budget?.owes(now) ?? 0;
