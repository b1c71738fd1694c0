import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Me, type Payload, paths, type Role } from '../../../protocol/index.ts';
import { setupCode } from '../../../scripts/installation/instances.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { FrequentActs } from '../../../server/audit/index.ts';
import { Tokens } from '../../../server/bots/index.ts';
import { readConfig } from '../../../server/config.ts';
import { answerAuditExport } from '../../../server/doors/http/audit-export.ts';
import { exportRoutes } from '../../../server/doors/http/exports.ts';
import { listen } from '../../../server/doors/http/listen.ts';
import { pictureRoutes } from '../../../server/doors/http/pictures.ts';
import { webRoutes } from '../../../server/doors/http/routes.ts';
import { createHttp } from '../../../server/doors/http/server.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { createLogger, type Logger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Exports } from '../../../server/exports/index.ts';
import { Mail } from '../../../server/mail/index.ts';
import { AccountDesk } from '../../../server/people/account-desk.ts';
import { openSignIn, type SignIn } from '../../../server/people/sign-in.ts';
import { Pictures } from '../../../server/pictures/index.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

/** Of every site of these tests, so that an instance with sockets can share the sessions. */
export const authSecret = randomBytes(32).toString('hex');
export const password = 'correct horse battery staple';

const silent = createLogger('silent', 'test');

/** The account routes of a `web` instance. */
export type Web = {
  url: string;
  seed: Seed;
  database: Database;
  signIn: SignIn;
  exports: Exports;
  tokens: Tokens;
  accounts: AccountDesk;
};

export type Answer = {
  status: number;
  /** What a browser would send from now on. */
  cookie: string;
  attributes: string[];
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came, looked at by the test
  body: any;
};

/**
 * Opens the account routes on a database of their own, or on that of another site: then they are two instances.
 * @param stack ends them
 */
export const openWeb = async (
  stack: AsyncDisposableStack,
  options: { beside?: Web; env?: Record<string, string>; log?: Logger } = {},
): Promise<Web> => {
  const { beside, env = {}, log = silent } = options;
  const seed = beside?.seed ?? (await seedDatabase(authSecret));
  if (!beside) stack.defer(() => seed.close());
  const database = openDatabase(seed.databaseUrl, silent);
  stack.defer(() => database.close());
  const port = await freePort();
  const config = readConfig({
    ...{ DATABASE_URL: seed.databaseUrl, AUTH_SECRET: authSecret, PORT: String(port), TRUSTED_PROXIES: '1' },
    ...{ RATE_LIMIT_FACTOR: '0', SIGN_UP: 'open', SETUP_CODE: setupCode },
    ...env,
  });
  const signIn = openSignIn({ config, database, log, authSecret, stack });
  const { sessions, unconfirmed } = signIn;
  const exports = new Exports({ database, jobs: new JobList(database) });
  const answer = signIn.createRoutes(() => {});
  const http = createHttp({ config, log, metrics: createMetrics(), isAccepting: () => true });
  http.serve({
    routes: [
      ...webRoutes({
        accounts: ({ request, address }) => answer(request, { address }),
        auditExport: answerAuditExport({ sessions, unconfirmed, database }),
        ingestTickets: () => new Response(),
        ingestNamed: () => new Response(),
      }),
      ...exportRoutes({ sessions, unconfirmed, database, exports }),
      ...pictureRoutes({
        ...{ sessions: signIn.sessions, workspace: signIn.workspace, pictures: new Pictures(database) },
        ...{ allowedOrigins: config.ALLOWED_ORIGINS, rateLimitFactor: config.RATE_LIMIT_FACTOR },
      }),
    ],
  });
  await listen(http, config, stack);
  const tokens = new Tokens({ database, security: signIn.security });
  const accounts = new AccountDesk({
    ...{ database, security: signIn.security, publicUrl: config.PUBLIC_URL, ring: () => {} },
    ...{ frequentActs: new FrequentActs(database), mail: new Mail({ url: undefined, jobs: new JobList(database) }) },
  });
  return { url: `http://127.0.0.1:${port}`, seed, database, signIn, exports, tokens, accounts };
};

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ');

/** A request as a page of this site makes it: with its Origin. Without a body it is a GET. */
export const call = async (
  site: Web,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const response = await fetch(`${site.url}${paths.auth}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), origin: site.url, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    ...{ status: response.status, headers: response.headers, cookie: cookieOf(response) },
    attributes: response.headers.getSetCookie(),
    body: text === '' ? null : JSON.parse(text),
  };
};

/** Makes an API token as its owner does who is signed in. @returns it, and what it is known by */
export const makeToken = async (
  { tokens }: Web,
  { id }: { id: string },
  more: Partial<Payload<'token:create'>> & { address?: string } = {},
): Promise<{ id: string; value: string }> => {
  const { address = '192.0.2.1', ...payload } = more;
  const asked = { name: 'bot', scopes: ['read', 'write'], days: 90, ...payload } satisfies Payload<'token:create'>;
  const made = await tokens.create({ me: { id, name: '', role: 'member' } as Me, address }, asked);
  if (!made.ok) throw new Error(made.error.message);
  return { id: made.data.token.id, value: made.data.value };
};

/** An admin, or somebody who would like to be one, gives somebody a role. */
export const giveRole = (
  { accounts }: Web,
  { by, to, role, address = '127.0.0.1' }: { by: { id: string }; to: { id: string }; role: Role; address?: string },
) =>
  accounts.update(
    { ...unsaid, id: by.id, name: 'Somebody', role: 'admin' },
    { userId: to.id, role, language: 'en' },
    address,
  );

export const someEmail = (): string => `${randomUUID()}@example.com`;

/** Somebody new, with a session. */
export const signUp = async (site: Web, name: string): Promise<Answer & { email: string; id: string }> => {
  const email = someEmail();
  const answer = await call(site, '/sign-up/email', { name, email, password, code: setupCode });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { ...answer, email, id: answer.body.user.id };
};

/** Everybody and their role, by name. */
export const roles = async ({ seed }: Web): Promise<[string, string][]> =>
  (await seed.rows<{ name: string; role: string }>('select name, role from "user" order by name')).map(
    ({ name, role }) => [name, role],
  );
