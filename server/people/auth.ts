import { apiKey } from '@better-auth/api-key';
import { APIError, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { admin } from 'better-auth/plugins';
import { v7 as uuidv7 } from 'uuid';
import { line } from '../../protocol/index.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../ops/log.ts';
import type { Database } from '../store/database.ts';
import { makeFirstPersonAdmin } from './first-admin.ts';

/** The header in which `server/http` tells better-auth the address of the caller; a browser cannot set it. */
export const clientAddressHeader = 'x-switchboard-client-address';

const personName = line(80);

const checkedName = (name: unknown): string => {
  const parsed = personName.safeParse(name);
  if (!parsed.success)
    throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message: `name: ${parsed.error.issues[0]?.message}` });
  return parsed.data;
};

// Guessing a password is slow work, also with many accounts behind one address.
const rateLimit = (factor: number) => ({
  enabled: factor > 0,
  window: 10,
  max: Math.ceil(200 * factor),
  customRules: {
    '/sign-in/*': { window: 60, max: Math.ceil(30 * factor) },
    '/sign-up/*': { window: 60, max: Math.ceil(30 * factor) },
    '/change-password': { window: 60, max: Math.ceil(10 * factor) },
  },
});

/**
 * Sign-in with better-auth: e-mail and password, sessions in PostgreSQL, roles, API tokens for bots.
 * The first account that signs up becomes the admin.
 * @param secret signs the session cookies
 */
export const createAuth = (options: { config: Config; database: Database; secret: string; log: Logger }) => {
  const { config, database, secret, log } = options;
  return betterAuth({
    appName: 'Switchboard',
    baseURL: config.PUBLIC_URL,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [...config.ALLOWED_ORIGINS],
    database: prismaAdapter(database.prisma, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400, cookieCache: { enabled: false } },
    rateLimit: rateLimit(config.RATE_LIMIT_FACTOR),
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) => log[level](message),
    },
    advanced: {
      // Said outright: by default a variable TEST or NODE_ENV=test in the environment would switch this check off.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: () => uuidv7() },
      useSecureCookies: config.PUBLIC_URL.startsWith('https://'),
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => ({ data: { ...user, name: checkedName(user.name) } }),
          after: async () => makeFirstPersonAdmin(database),
        },
        update: {
          before: async (user) => ('name' in user ? { data: { ...user, name: checkedName(user.name) } } : undefined),
        },
      },
    },
    plugins: [
      admin({ defaultRole: 'member', adminRoles: ['admin'] }),
      // Tokens are checked by people/sessions.ts in batches; better-auth makes, lists and revokes them.
      apiKey({ defaultPrefix: 'swb_', enableMetadata: false, rateLimit: { enabled: false } }),
    ],
  });
};

export type Auth = ReturnType<typeof createAuth>;
