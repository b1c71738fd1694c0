import { z } from 'zod';
import { type accountRequests, failure, limits } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { inAuthTransaction } from './auth-transaction.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const countTokens = `
  select count(*)::int as count from apikey where reference_id = $1 and (expires_at is null or expires_at > now())`;
const endToken = `
  with gone as (delete from apikey where id = $2 and reference_id = $1 returning id)
  select audit($1::uuid, 'token.end', 'token', id::text, null, $3) from gone`;
const isFresh = `select created_at > now() - interval '1 day' as fresh from session where id = $1`;

// What the trigger `api_token_limited` says, in whatever Prisma makes of it. (Counting again would not tell: what else went
// wrong may have gone wrong before the last one was stored.)
const isRefusedByDatabase = (error: unknown): boolean =>
  error instanceof Error && (error.message.includes('too many API tokens') || isRefusedByDatabase(error.cause));

const Made = z.object({ id: z.string() });
const secondsADay = 86_400;

const tooMany = () =>
  refuse('TOO_MANY_TOKENS', failure('conflict', `at most ${limits.apiTokens} API tokens; revoke one first`));

/** Makes an API token. Whoever finds a browser open must not take away something that outlives the session. */
export const createToken =
  (services: AccountServices) =>
  async (call: Call<'createToken'>): Promise<Response> => {
    const { database, security } = services;
    const { me, sessionId } = ownerOf(call);
    const { password, ...token } = call.input;
    const unproven = await provePassword(services, call, { sessionId, password });
    if (unproven) return unproven;
    const [tokens] = await database.query<{ count: number }>('tokens_count', countTokens, [me.id]);
    if ((tokens?.count ?? 0) >= limits.apiTokens) return tooMany();
    // The database has the last word: of several made at once it refuses those that are too many.
    const { name, expiresIn } = token;
    const response = await inAuthTransaction(
      database,
      () => call.forward('/api-key/create', token),
      async (made) => {
        const subject = { kind: 'token', id: Made.parse(await made.clone().json()).id };
        const detail = { name, days: Math.round(expiresIn / secondsADay) };
        return { actorId: me.id, action: 'token.create', subject, detail, address: call.address };
      },
    ).catch((error: unknown) => {
      if (isRefusedByDatabase(error)) return tooMany();
      throw error;
    });
    if (response.ok) security.note('token_made', { address: call.address, userId: me.id, name, expiresIn });
    return response;
  };

const provePassword = async (
  { database, attempts, security }: AccountServices,
  { address, forward, identity }: AccountCall<unknown>,
  { sessionId, password }: { sessionId: string; password: string | undefined },
): Promise<Response | null> => {
  const userId = identity?.me.id;
  if (password === undefined) {
    const [session] = await database.query<{ fresh: boolean }>('session_fresh', isFresh, [sessionId]);
    if (session?.fresh) return null;
    return refuse(
      'PASSWORD_NEEDED',
      failure('forbidden', 'password: needed, because you signed in more than a day ago'),
    );
  }
  const attempt = await attempts.take({ account: `password of ${userId}`, address });
  if ('ok' in attempt) return refuseSlowly(attempt);
  const response = await forward('/verify-password', { password });
  if (response.ok) {
    await attempt.succeeded();
    return null;
  }
  security.refused('password_refused', { address, userId });
  return response;
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
