import { randomBytes } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import { v7 as uuidv7 } from 'uuid';
import {
  type Data,
  failure,
  failureWith,
  limits,
  notFound,
  type Payload,
  type Result,
  Scopes,
  success,
  type Token,
} from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';

const columns = `
  k.id, coalesce(k.name, '') as name, coalesce(k.start, '') as start, k.scopes, k.reference_id as "ownerId",
  k.created_at as "createdAt", k.last_request as "lastUsedAt", k.expires_at as "expiresAt"`;
const holds = '(k.expires_at is null or k.expires_at > now())';
const newest = `order by k.id desc limit ${limits.programsPage}`;
const listOwn = `
  select ${columns} from apikey k
  where ${holds} and k.reference_id = any (array(
    select $1::text union all
    select b.id::text from "user" b where b.kind = 'bot' and b.owner_id = $1::uuid and b.banned is not true))
  ${newest}`;
const listAll = `select ${columns} from apikey k where ${holds} ${newest}`;
const one = `select ${columns} from apikey k where k.id = $1`;
const make = `select make_token($1, $2, $3, $4, $5, $6, $7, $8, $9) as outcome from ${fromAddress('$10')}`;
const end = `select end_token($1, $2) as done from ${fromAddress('$3')}`;

type Row = Omit<Token, 'scopes' | 'createdAt' | 'lastUsedAt' | 'expiresAt'> & {
  scopes: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
};

/** Characters of a token that are kept to tell it from others: the prefix and two more, as better-auth keeps them. */
const shown = 6;

const toToken = ({ scopes, createdAt, lastUsedAt, expiresAt, ...token }: Row): Token => ({
  ...token,
  scopes: Scopes.options.filter((scope) => scopes === null || scopes.split(' ').includes(scope)),
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
});

/** API tokens of people and of bots: by what programs prove who they are. Only their hashes are stored. */
export class Tokens {
  readonly #database: Database;
  readonly #security: SecurityLog;

  constructor({ database, security }: { database: Database; security: SecurityLog }) {
    this.#database = database;
    this.#security = security;
  }

  /** A token of the caller's, or of a bot that they look after. */
  async create(
    { me, address }: Pick<Caller, 'me' | 'address'>,
    payload: Payload<'token:create'>,
  ): Promise<Result<Data<'token:create'>>> {
    const { name, scopes, days, botId = me.id } = payload;
    const id = uuidv7();
    const value = `swb_${randomBytes(32).toString('base64url')}`;
    const words = Scopes.options.filter((scope) => scopes.includes(scope)).join(' ');
    const [row] = await this.#database.query<{ outcome: 'done' | 'not_found' | 'too_many' }>('api_token_make', make, [
      ...[
        me.id,
        botId,
        id,
        await defaultKeyHasher(value),
        name,
        value.slice(0, shown),
        words,
        days,
        limits.apiTokens,
        address,
      ],
    ]);
    if (row?.outcome === 'not_found') return notFound();
    if (row?.outcome === 'too_many')
      return failureWith(
        { reason: 'too_many_tokens' },
        'conflict',
        `at most ${limits.apiTokens} API tokens; revoke one first`,
      );
    this.#security.note('token_made', { userId: me.id, of: botId, name, scopes: words, days });
    const [made] = await this.#database.query<Row>('token_one', one, [id]);
    return made ? success({ token: toToken(made), value }) : notFound();
  }

  /** Those of the caller and their bots; everybody's for admins who ask for all. */
  async list({ me }: Pick<Caller, 'me'>, { of }: Payload<'token:list'>): Promise<Result<Data<'token:list'>>> {
    if (of === 'all' && me.role !== 'admin') return failure('forbidden', 'of: only admins see all');
    const rows =
      of === 'all'
        ? await this.#database.query<Row>('tokens_all', listAll, [])
        : await this.#database.query<Row>('tokens_own', listOwn, [me.id]);
    return success({ tokens: rows.map(toToken) });
  }

  async revoke(
    { me, address }: Pick<Caller, 'me' | 'address'>,
    { tokenId }: Payload<'token:revoke'>,
  ): Promise<Result<Data<'token:revoke'>>> {
    const [row] = await this.#database.query<{ done: boolean }>('api_token_end', end, [me.id, tokenId, address]);
    if (!row?.done) return notFound();
    this.#security.note('token_ended', { userId: me.id, keyId: tokenId });
    return success({ tokenId });
  }
}
