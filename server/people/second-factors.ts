import { createHmac, randomBytes } from 'node:crypto';
import { createOTP } from '@better-auth/utils/otp';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { sessionLife } from './session-life.ts';

/** Seconds that a code holds, and how many codes before and after the present one are taken: clocks differ. */
const period = 30;
const drift = 1;

/** Letters and digits that nobody takes for one another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const recoveryLength = 12;

const isOn = 'select exists (select 1 from second_factor where user_id = $1 and confirmed_at is not null) as found';
const read = `
  select f.secret, f.confirmed_at, f.last_step, cardinality(f.recovery) as recovery, u.email
  from "user" u left join second_factor f on f.user_id = u.id where u.id = $1`;
const begin = `
  insert into second_factor (user_id, secret) values ($1, $2)
  on conflict (user_id) do update set secret = excluded.secret, created_at = now() where second_factor.confirmed_at is null
  returning user_id`;
const recorded = (act: string, action: string, address: string) => `
  with done as (${act} returning user_id)
  select audit(user_id, '${action}', 'person', user_id::text, null, ${address}) from done`;
const turnOn = recorded(
  `update second_factor set confirmed_at = now(), last_step = $2, recovery = $3
   where user_id = $1 and confirmed_at is null and last_step < $2`,
  'account.protect',
  '$4',
);
const turnOff = recorded('delete from second_factor where user_id = $1', 'account.unprotect', '$2');
const renew = recorded(
  'update second_factor set recovery = $2 where user_id = $1 and confirmed_at is not null',
  'account.recovery',
  '$3',
);
const use = 'select use_second_factor($1, $2, $3, $4) as used';

type Row = { secret: string | null; confirmed_at: Date | null; recovery: number | null; email: string };

/** @returns whether somebody who has proved the first factor is to prove a second one */
export const hasSecondFactor = async (database: Database, userId: string): Promise<boolean> => {
  const [row] = await database.query<{ found: boolean }>('second_factor_is_on', isOn, [userId]);
  return row?.found === true;
};

const plain = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, '');

const makeCode = (): string => {
  const letters = [...randomBytes(recoveryLength)].map((byte) => alphabet[byte % alphabet.length]);
  return letters.join('').replaceAll(/.{4}(?=.)/g, '$&-');
};

/** Of whoever has one: codes that a telephone shows, each used once, and recovery codes for when it is lost. */
export class SecondFactors {
  readonly #database: Database;
  readonly #secret: string;

  /** @param secret AUTH_SECRET: encrypts what codes are made from, and keys the hashes of recovery codes */
  constructor(database: Database, secret: string) {
    this.#database = database;
    this.#secret = secret;
  }

  /** @returns since when somebody has one, and how many recovery codes are left; null when they have none */
  async read(userId: string): Promise<{ since: string; recovery: number } | null> {
    const row = await this.#row(userId);
    return row?.confirmed_at ? { since: row.confirmed_at.toISOString(), recovery: row.recovery ?? 0 } : null;
  }

  /** @returns the address that a telephone reads, and the key in it; null when there is a second factor already */
  async begin(userId: string): Promise<{ address: string; key: string } | null> {
    const secret = randomBytes(15).toString('base64url');
    const sealed = await symmetricEncrypt({ key: this.#secret, data: secret });
    const [begun] = await this.#database.query('second_factor_begin', begin, [userId, sealed]);
    const row = await this.#row(userId);
    if (begun === undefined || row === undefined) return null;
    const address = createOTP(secret, { period }).url('Switchboard', row.email);
    return { address, key: new URL(address).searchParams.get('secret') ?? '' };
  }

  /** @returns the recovery codes, which are shown this one time; null when the code is wrong */
  async turnOn(userId: string, code: string, address: string): Promise<string[] | null> {
    const step = await this.#stepOf(await this.#row(userId), code);
    if (step === null) return null;
    const codes = this.#codes();
    const given = [userId, step, codes.map((one) => this.#hash(one)), address];
    return (await this.#database.query('second_factor_on', turnOn, given)).length > 0 ? codes : null;
  }

  /** @returns whether there was one */
  async turnOff(userId: string, address: string): Promise<boolean> {
    return (await this.#database.query('second_factor_off', turnOff, [userId, address])).length > 0;
  }

  /** @returns new recovery codes in the place of all earlier ones; null when there is no second factor */
  async renewRecovery(userId: string, address: string): Promise<string[] | null> {
    const codes = this.#codes();
    const given = [userId, codes.map((one) => this.#hash(one)), address];
    return (await this.#database.query('second_factor_renew', renew, given)).length > 0 ? codes : null;
  }

  /**
   * Uses a code up, and confirms the session that it is given for; one that waited for it begins.
   * @returns whether it was right, and not used before
   */
  async use({ userId, sessionId }: { userId: string; sessionId: string }, code: string): Promise<boolean> {
    const isRecovery = plain(code).length === recoveryLength;
    const step = isRecovery ? null : await this.#stepOf(await this.#row(userId), code);
    if (!isRecovery && step === null) return false;
    const given = [sessionId, step, isRecovery ? this.#hash(code) : null, sessionLife.idle];
    const [row] = await this.#database.query<{ used: boolean }>('second_factor_use', use, given);
    return row?.used === true;
  }

  async #row(userId: string): Promise<Row | undefined> {
    return (await this.#database.query<Row>('second_factor_read', read, [userId]))[0];
  }

  /** @returns the step whose code this is, in a window around now; the database then takes each step once */
  async #stepOf(row: Row | undefined, code: string): Promise<number | null> {
    if (!row?.secret) return null;
    const otp = createOTP(await symmetricDecrypt({ key: this.#secret, data: row.secret }), { period });
    const now = Math.floor(Date.now() / (period * 1_000));
    const given = plain(code);
    for (let step = now - drift; step <= now + drift; step += 1) if ((await otp.hotp(step)) === given) return step;
    return null;
  }

  #codes(): string[] {
    return Array.from({ length: limits.recoveryCodes }, makeCode);
  }

  #hash(code: string): Buffer {
    return createHmac('sha256', this.#secret)
      .update(`recovery code ${plain(code)}`)
      .digest();
  }
}
