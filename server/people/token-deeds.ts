import { randomBytes } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type accountRequests, failure, limits } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { tokenPrefix } from './auth.ts';
import { provePassword, refuseUnconfirmed } from './confirmation-deeds.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const countTokens = `
  select count(*)::int as count from apikey where reference_id = $1 and (expires_at is null or expires_at > now())`;
// One statement of ours: that a token was made is recorded with it, and what is counted under a lock is locked for no longer.
const makeToken = `
  with made as (
    insert into apikey (id, name, start, prefix, key, reference_id, rate_limit_enabled, expires_at)
    values ($1, $2, $3, $4, $5, $6, false, now() + $7::int * interval '1 second') returning id)
  select audit($6::text::uuid, 'token.create', 'token', id::text,
    jsonb_build_object('name', $2::text, 'days', round($7::int / 86400.0)), $8) from made`;
const shownCharacters = 6;
const endToken = `
  with gone as (delete from apikey where id = $2 and reference_id = $1 returning id)
  select audit($1::uuid, 'token.end', 'token', id::text, null, $3) from gone`;

// What the trigger `api_token_limited` says. (Counting again would not tell: what else went wrong may have gone wrong before the
// last one was stored.)
const isRefusedByDatabase = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('too many API tokens');

const tooMany = () =>
  refuse('TOO_MANY_TOKENS', failure('conflict', `at most ${limits.apiTokens} API tokens; revoke one first`));

/** Makes an API token. Whoever finds a browser open must not take away something that outlives the session. */
export const createToken =
  (services: AccountServices) =>
  async (call: Call<'createToken'>): Promise<Response> => {
    const { database, security, confirmations } = services;
    const { me, sessionId } = ownerOf(call);
    const { password, ...token } = call.input;
    const unproven = password === undefined ? null : await provePassword(services, call, password);
    if (unproven) return unproven;
    const unconfirmed = await confirmations.unconfirmed(sessionId);
    if (unconfirmed) return refuseUnconfirmed(unconfirmed);
    const [tokens] = await database.query<{ count: number }>('tokens_count', countTokens, [me.id]);
    if ((tokens?.count ?? 0) >= limits.apiTokens) return tooMany();
    const { name, expiresIn } = token;
    const key = `${tokenPrefix}${randomBytes(36).toString('base64url')}`;
    const start = key.slice(0, shownCharacters);
    const id = uuidv7();
    const values = [id, name, start, tokenPrefix, await defaultKeyHasher(key), me.id, expiresIn, call.address];
    try {
      await database.query('token_make', makeToken, values);
    } catch (error) {
      // The database has the last word: of several made at once it refuses those that are too many.
      if (isRefusedByDatabase(error)) return tooMany();
      throw error;
    }
    security.note('token_made', { address: call.address, userId: me.id, name, expiresIn });
    const expiresAt = new Date(Date.now() + expiresIn * 1_000).toISOString();
    return Response.json({ ...{ id, key, name, start, expiresAt }, prefix: tokenPrefix });
  };

/** Ends an API token of one's own. */
export const deleteToken =
  ({ security, database }: AccountServices) =>
  async (call: Call<'deleteToken'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { address, input } = call;
    const ended = await database.query('token_end', endToken, [me.id, input.keyId, address]);
    if (ended.length === 0) return refuse('KEY_NOT_FOUND', failure('not_found', 'not found'));
    security.note('token_ended', { address, userId: me.id, keyId: input.keyId });
    return Response.json({ success: true });
  };
