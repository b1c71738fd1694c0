import { createHmac } from 'node:crypto';
import { type Failure, failure } from '../../protocol/index.ts';
import { addressGroup } from '../engine/ops/address-group.ts';
import type { Database } from '../engine/store/database.ts';

/** How many attempts cost nothing, and how long, in ms, the wait after them is: it doubles each time. */
type Gate = { free: number; first: number; longest: number };

const gates = {
  /** One address at one account: somebody who tries passwords, or has forgotten theirs. */
  pair: { free: 5, first: 15_000, longest: 300_000 },
  /** One account from everywhere. A short wait: whoever floods an account must not keep its owner out. */
  account: { free: 20, first: 10_000, longest: 30_000 },
  /** One address at all accounts: many people may share it. */
  address: { free: 30, first: 15_000, longest: 60_000 },
} satisfies Record<string, Gate>;

const forget = '1 hour';
const remember = '90 days';

const take = 'select wait, charged from take_attempt($1, $2, $3, $4, $5, $6::interval)';
const succeed = 'select attempt_succeeded($1, $2, $3, $4::interval)';
const prune = 'delete from attempt where forgotten_at < now()';

export type Attempt = {
  /**
   * The attempt was right: it no longer counts.
   * @param options.familiar from now on this address may try this account whatever strangers do elsewhere
   */
  succeeded(options?: { familiar?: boolean }): Promise<void>;
};

/** What is tried, and from where. Without an account it is something that belongs to nobody, like an invitation. */
export type Target = { account?: string; address: string };

const free: Attempt = { succeeded: async () => {} };

/**
 * Slows down whoever tries secrets, for all instances together: the counts are in PostgreSQL, without which nobody could
 * sign in anyway. Asked before a password is hashed. What is counted cannot be read: keys are keyed hashes.
 */
export class Attempts {
  readonly #database: Database;
  readonly #secret: string;
  readonly #factor: number;

  /** @param options.factor multiplies how often one may try; 0: as often as one likes */
  constructor(options: { database: Database; secret: string; factor: number }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#factor = options.factor;
  }

  /**
   * Counts one attempt.
   * @returns what to call when it was right, or `rate_limited` with the wait
   * @throws when the database cannot be asked: nobody may try then
   */
  async take({ account, address }: Target): Promise<Attempt | Failure> {
    if (this.#factor === 0) return free;
    const from = addressGroup(address);
    const names =
      account === undefined
        ? ([['address', from]] as const)
        : ([
            ['pair', `${account} ${from}`],
            ['account', account],
            ['address', from],
          ] as const);
    const keys = names.map(([gate, name]) => this.#key(gate, name));
    const pair = account === undefined ? null : (keys[0] ?? null);
    const familiar = account === undefined ? null : this.#key('familiar', `${account} ${from}`);
    const asked = names.map(([gate]) => gates[gate]);
    const { wait, charged } = await this.#count(keys, asked, familiar);
    if (wait > 0) return failure('rate_limited', 'too many attempts', wait);
    return {
      succeeded: async (options = {}) => {
        const remembered = options.familiar ? familiar : null;
        await this.#database.query('attempt_succeeded', succeed, [charged, pair, remembered, remember]);
      },
    };
  }

  async #count(keys: string[], asked: Gate[], familiar: string | null): Promise<{ wait: number; charged: string[] }> {
    const span = (ms: number) => Math.max(1, Math.round(ms / this.#factor));
    const [row] = await this.#database.query<{ wait: string; charged: string[] | null }>('attempt_take', take, [
      keys,
      asked.map((gate) => Math.max(1, Math.round(gate.free * this.#factor))),
      asked.map((gate) => span(gate.first)),
      asked.map((gate) => span(gate.longest)),
      familiar,
      forget,
    ]);
    return { wait: Number(row?.wait ?? 0), charged: row?.charged ?? [] };
  }

  #key(gate: string, name: string): string {
    return createHmac('sha256', this.#secret).update(`attempt ${gate} ${name}`).digest('base64url').slice(0, 22);
  }
}

/** Drops what no longer counts. */
export const pruneAttempts = async (database: Database): Promise<void> => {
  await database.query('attempt_prune', prune, []);
};
