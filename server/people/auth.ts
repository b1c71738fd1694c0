import { APIError, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { v7 as uuidv7 } from 'uuid';
import { limits, personName } from '../../protocol/index.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../engine/ops/log.ts';
import { Sampled } from '../engine/ops/sampled.ts';
import type { Database } from '../engine/store/database.ts';
import { hasSecondFactor } from './second-factors.ts';
import { sessionLife } from './session-life.ts';

/** Headers in which the account routes tell better-auth what only this server knows; they are not taken from a request. */
export const trustedHeaders = {
  address: 'x-switchboard-client-address',
} as const;

const checkedName = (name: unknown): string => {
  const parsed = personName.safeParse(name);
  if (!parsed.success)
    throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message: `name: ${parsed.error.issues[0]?.message}` });
  return parsed.data;
};

const liftBan = `update "user" set banned = false, ban_expires = null where id = $1 and ban_expires <= now()`;
const isBanned = 'select coalesce(banned, false) as banned from "user" where id = $1';

const refuseBanned = async (database: Database, userId: string): Promise<void> => {
  await database.query('ban_lift', liftBan, [userId]);
  const [person] = await database.query<{ banned: boolean }>('ban_read', isBanned, [userId]);
  if (person?.banned) throw new APIError('FORBIDDEN', { code: 'BANNED_USER', message: 'this account is blocked' });
};

const holding = () => ({ expiresAt: new Date(Date.now() + sessionLife.idle * 1_000) });
// Over from the beginning, for everybody who asks whether it holds; only the second factor makes it begin.
const waiting = () => ({
  expiresAt: new Date(),
  secondFactorUntil: new Date(Date.now() + sessionLife.waiting * 1_000),
});
// Strangers can make it complain as often as they like: of each refusal, which the security log tells better.
const sampledLogger = (log: Logger) => {
  const sampled = new Sampled();
  return (level: 'debug' | 'info' | 'warn' | 'error', message: string, ...details: unknown[]) => {
    const { write, leftOut } = sampled.ask(`${level} ${message.slice(0, 40)}`);
    const err = details.find((detail) => detail instanceof Error);
    const severity = err ? level : 'debug';
    if (write) log[severity]({ ...(err && { err }), ...(leftOut > 0 && { leftOut }) }, `better-auth: ${message}`);
  };
};

/**
 * Passwords, sessions in PostgreSQL, and API tokens for bots, with better-auth. Only the account routes call it: who may
 * have an account, what a request may hold and how often is decided there.
 * @param options.secret signs the session cookies
 * @param options.cookieName name of the session's cookie
 */
export const createAuth = (options: {
  config: Config;
  database: Database;
  secret: string;
  cookieName: string;
  log: Logger;
}) => {
  const { config, database, secret, cookieName, log } = options;
  const secure = config.PUBLIC_URL.startsWith('https://');
  return betterAuth({
    appName: 'Switchboard',
    baseURL: config.PUBLIC_URL,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [...config.ALLOWED_ORIGINS],
    database: prismaAdapter(database.prisma, { provider: 'postgresql', transaction: true }),
    emailAndPassword: {
      enabled: true,
      // Accounts are made by `Newcomers`: with what lets them in, their password and session, or not at all.
      disableSignUp: true,
      minPasswordLength: limits.passwordLeast,
      maxPasswordLength: limits.passwordMost,
    },
    // The cookie lives as long as any session may; the row says when this one ends. `SessionUse` moves that, not this.
    session: {
      ...{ expiresIn: sessionLife.longest, disableSessionRefresh: true, cookieCache: { enabled: false } },
      additionalFields: { secondFactorUntil: { type: 'date', required: false, input: false, returned: false } },
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: false, input: false, defaultValue: 'member' },
        banned: { type: 'boolean', required: false, input: false, returned: false },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'warn', disableColors: true, log: sampledLogger(log) },
    // What it cannot handle is thrown, and logged and answered where everything else is.
    onAPIError: { throw: true },
    advanced: {
      // Said outright: by default a variable TEST or NODE_ENV=test in the environment would switch this check off.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: () => uuidv7() },
      // It would write `__Secure-` before every name, and so no `__Host-`.
      useSecureCookies: false,
      cookies: { session_token: { name: cookieName } },
      cookiePrefix: secure ? '__Host-switchboard' : 'switchboard',
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, secure, path: '/' },
      ipAddress: { ipAddressHeaders: [trustedHeaders.address] },
    },
    databaseHooks: {
      user: {
        update: {
          before: async (user) =>
            user.name === undefined ? undefined : { data: { ...user, name: checkedName(user.name) } },
        },
      },
      session: {
        create: {
          before: async (session) => {
            await refuseBanned(database, session.userId);
            const isWaiting = await hasSecondFactor(database, session.userId);
            return { data: { ...session, ...(isWaiting ? waiting() : holding()) } };
          },
        },
      },
    },
  });
};

export type Auth = ReturnType<typeof createAuth>;
