import { createHash } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { limits } from '../../../protocol/index.ts';
import { fromAddress } from '../../audit/index.ts';
import type { Database } from '../../engine/store/database.ts';

/** Minutes that a device, or its owner, may take. */
const lasting = 5;

const remember = `
  insert into passkey_challenge (hash, user_id, expires_at) values ($1, $2, now() + interval '${lasting} minutes')`;
const take = `
  delete from passkey_challenge where hash = $1 and user_id is not distinct from $2::uuid and expires_at > now()
  returning hash`;
const list = `
  select p.id, p.name, p.credential_id, p.transports, p.created_at, p.used_at from passkey p
  where p.user_id = $1 order by p.created_at limit ${limits.passkeys}`;
const person = 'select name, email from "user" where id = $1';
const add = `select add_passkey($1, $2, $3, $4, $5, $6, $7) as id from ${fromAddress('$8')}`;
const find = 'select user_id, public_key, counter, transports from passkey where credential_id = $1';
// A device that counts must count on: one that does not has been copied.
const use = `
  update passkey set counter = $2, used_at = now() where credential_id = $1 and (counter < $2 or (counter = 0 and $2 = 0))
  returning user_id`;
const remove = `
  with gone as (delete from passkey where id = $2 and user_id = $1 returning id)
  select audit($1::uuid, 'passkey.end', 'passkey', id::text, null, $3) from gone`;

type Kept = { user_id: string; public_key: Buffer; counter: string; transports: string[] };
type Row = {
  id: string;
  name: string;
  credential_id: string;
  transports: string[];
  created_at: Date;
  used_at: Date | null;
};

/** A key as its owner sees it. */
export type Passkey = { id: string; name: string; createdAt: string; usedAt: string | null };

const hashOf = (challenge: string): Buffer => createHash('sha256').update(challenge).digest();
const library = () => import('@simplewebauthn/server');

/** Keys on people's devices (WebAuthn), each opened by what its owner knows or is: so they are both factors at once. */
export class Passkeys {
  readonly #database: Database;
  readonly #site: string;
  readonly #origins: string[];

  /** @param options.origins addresses of this site; those of another host than `publicUrl` have keys of their own, and are refused */
  constructor(options: { database: Database; publicUrl: string; origins: ReadonlySet<string> }) {
    this.#database = options.database;
    this.#site = new URL(options.publicUrl).hostname;
    this.#origins = [...options.origins].filter((origin) => new URL(origin).hostname === this.#site);
  }

  async list(userId: string): Promise<Passkey[]> {
    return (await this.#rows(userId)).map(({ id, name, created_at, used_at }) => ({
      ...{ id, name, createdAt: created_at.toISOString() },
      usedAt: used_at?.toISOString() ?? null,
    }));
  }

  /** @returns what a device is to make a key with */
  async beginMaking(userId: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { generateRegistrationOptions } = await library();
    const [owner] = await this.#database.query<{ name: string; email: string }>('passkey_person', person, [userId]);
    const known = await this.#rows(userId);
    const options = await generateRegistrationOptions({
      ...{ rpName: 'Switchboard', rpID: this.#site, userName: owner?.email ?? '', userDisplayName: owner?.name ?? '' },
      userID: new TextEncoder().encode(userId),
      excludeCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.#remember(options.challenge, userId);
    return options;
  }

  /** @returns whether the key that a device has made is kept now */
  async make(
    userId: string,
    { response, name, address }: { response: RegistrationResponseJSON; name: string; address: string },
  ): Promise<boolean> {
    const { verifyRegistrationResponse } = await library();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      ...{ response, expectedOrigin: this.#origins, expectedRPID: this.#site, requireUserVerification: true },
      expectedChallenge: (challenge) => this.#take(challenge, userId),
    });
    if (!verified || registrationInfo === undefined) return false;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    const given = [userId, name, id, Buffer.from(publicKey), counter, transports ?? [], limits.passkeys, address];
    const [row] = await this.#database.query<{ id: string | null }>('passkey_add', add, given);
    return row?.id != null;
  }

  /**
   * @param userId who is to prove again that it is them; null for somebody who signs in, with whatever key of theirs
   * @returns what a device is to sign
   */
  async beginUsing(userId: string | null): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await library();
    const known = userId === null ? [] : await this.#rows(userId);
    const options = await generateAuthenticationOptions({
      ...{ rpID: this.#site, userVerification: 'required' },
      ...(known.length > 0 && {
        allowCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
      }),
    });
    await this.#remember(options.challenge, userId);
    return options;
  }

  /** @returns whose key has signed what it was asked to, or null */
  async use(userId: string | null, response: AuthenticationResponseJSON): Promise<string | null> {
    const { verifyAuthenticationResponse } = await library();
    const [kept] = await this.#database.query<Kept>('passkey_find', find, [response.id]);
    if (kept === undefined || (userId !== null && kept.user_id !== userId)) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...{ response, expectedOrigin: this.#origins, expectedRPID: this.#site, requireUserVerification: true },
      expectedChallenge: (challenge) => this.#take(challenge, userId),
      credential: {
        ...{ id: response.id, counter: Number(kept.counter), transports: kept.transports },
        publicKey: new Uint8Array(kept.public_key),
      },
    });
    if (!verified) return null;
    const given = [response.id, authenticationInfo.newCounter];
    const [used] = await this.#database.query<{ user_id: string }>('passkey_use', use, given);
    return used?.user_id ?? null;
  }

  /** @returns whether it was there */
  async remove(userId: string, id: string, address: string): Promise<boolean> {
    return (await this.#database.query('passkey_remove', remove, [userId, id, address])).length > 0;
  }

  #rows(userId: string): Promise<Row[]> {
    return this.#database.query<Row>('passkey_list', list, [userId]);
  }

  async #remember(challenge: string, userId: string | null): Promise<void> {
    await this.#database.query('passkey_challenge_add', remember, [hashOf(challenge), userId]);
  }

  async #take(challenge: string, userId: string | null): Promise<boolean> {
    return (await this.#database.query('passkey_challenge_take', take, [hashOf(challenge), userId])).length > 0;
  }
}
