import type { z } from 'zod';
import { type accountRequests, failure, limits } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const countTokens = `
  select count(*)::int as count from apikey where reference_id = $1 and (expires_at is null or expires_at > now())`;
const isFresh = `select created_at > now() - interval '1 day' as fresh from session where id = $1`;

// What the trigger `api_token_limited` says, in whatever Prisma makes of it. (Counting again would not tell: what else went
// wrong may have gone wrong before the last one was stored.)
const isRefusedByDatabase = (error: unknown): boolean =>
  error instanceof Error && (error.message.includes('too many API tokens') || isRefusedByDatabase(error.cause));

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
    const response = await call.forward('/api-key/create', token).catch((error: unknown) => {
      if (isRefusedByDatabase(error)) return tooMany();
      throw error;
    });
    const { name, expiresIn } = token;
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
  ({ security }: AccountServices) =>
  async (call: Call<'deleteToken'>): Promise<Response> => {
    const response = await call.forward('/api-key/delete', call.input);
    const { keyId } = call.input;
    if (response.ok) security.note('token_ended', { address: call.address, userId: ownerOf(call).me.id, keyId });
    return response;
  };
