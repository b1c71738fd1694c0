import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { address, issuer, list, networks, origin, secret, setupCode, trustedProxies } from './setting-forms.ts';

export type { Network } from './setting-forms.ts';

const roleNames = ['web', 'live', 'worker'] as const;
export type RoleName = (typeof roleNames)[number];

const signUpPolicies = ['invited', 'open', 'closed'] as const;

const portForm = { error: 'must be a whole number from 0 to 65535' };
const brokerForm = { error: 'must look like host:9092' };
const rolesForm = { error: 'may hold web, live and worker' };
const factorForm = { error: 'must be a number, 0 or more' };

/**
 * Every setting of Switchboard: its form, its default and what it is for.
 * The table in the README is checked against this object.
 */
export const settings = {
  PORT: z.coerce
    .number(portForm)
    .int(portForm)
    .min(0, portForm)
    .max(65_535, portForm)
    .default(3000)
    .describe('Port to listen on.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; `0.0.0.0` for all.'),
  PUBLIC_URL: origin.optional().describe('The address people type into the browser. Default: `http://localhost:PORT`.'),
  ALLOWED_ORIGINS: z
    .string()
    .transform(list)
    .pipe(z.array(origin))
    .optional()
    .describe('Origins whose pages may connect, separated by commas. Default: the origin of `PUBLIC_URL`.'),
  TRUSTED_PROXIES: trustedProxies
    .optional()
    .describe(
      'Whose `X-Forwarded-For` is believed: the number of proxies in front (`1` behind one load balancer), or their addresses and networks, separated by commas. Default: nobody.',
    ),
  DATA_DIR: z
    .string()
    .min(1)
    .default('data')
    .transform((path) => resolve(path))
    .describe('Folder of the embedded database and the generated secrets.'),
  DATABASE_URL: address(['postgres', 'postgresql'], 'postgresql://user:password@host:5432/name')
    .optional()
    .describe('PostgreSQL 18 or later. Without it an embedded PostgreSQL is started under `DATA_DIR`.'),
  REDIS_URL: z
    .string()
    .transform(list)
    .pipe(
      z
        .array(address(['redis', 'rediss', 'redis+sentinel'], 'redis://host:6379'))
        .min(1, { error: 'must look like redis://host:6379' }),
    )
    .optional()
    .describe(
      'Redis or Valkey: one node, `redis+sentinel://host:26379/name`, or several nodes of a cluster separated by commas. Needed for more than one instance.',
    ),
  KAFKA_BROKERS: z
    .string()
    .transform(list)
    .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, brokerForm)).min(1, brokerForm))
    .optional()
    .describe('Kafka brokers, `host:port` separated by commas. Without it nothing is read from Kafka.'),
  KAFKA_TOPIC: z.string().min(1).default('tickets.rejected').describe('Kafka topic of the ticket rejections.'),
  KAFKA_GROUP: z.string().min(1).default('switchboard').describe('Kafka consumer group.'),
  AMQP_URL: address(['amqp', 'amqps'], 'amqp://user:password@host:5672')
    .optional()
    .describe('RabbitMQ. Without it nothing is read from RabbitMQ.'),
  AMQP_QUEUE: z.string().min(1).default('tickets.rejected').describe('RabbitMQ queue of the ticket rejections.'),
  TICKET_STREAM: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Key of a Redis stream of ticket rejections; each entry has a field `event` with the JSON. Needs `REDIS_URL`.',
    ),
  INGEST_SECRET: secret
    .optional()
    .describe(
      'Signs `POST /api/ingest/tickets`. Generated under `DATA_DIR` with the embedded database; else, without it, the route is closed.',
    ),
  AUTH_SECRET: secret
    .optional()
    .describe(
      'Signs session cookies, and encrypts what admins set (passwords of sources, secrets of webhooks), for which workers need it, too; the same on all instances. Generated under `DATA_DIR` with the embedded database; else required.',
    ),
  SIGN_UP: z
    .enum(signUpPolicies, { error: 'must be invited, open or closed' })
    .optional()
    .describe(
      'Who may make an account after the first: people with an invitation (`invited`), everybody who can reach the address (`open`), or nobody (`closed`). Default: what admins choose under *Administration*, which is `invited` at first.',
    ),
  SMTP_URL: address(['smtp', 'smtps'], 'smtp://user:password@host:587')
    .optional()
    .describe(
      'Mail server for invitations, forgotten passwords and confirmations. Without it no mail is sent, and an admin makes links instead. Needs `MAIL_FROM`.',
    ),
  MAIL_FROM: z
    .string()
    .max(320)
    .regex(/^([^<>@\r\n]* )?<?[^\s<>@]+@[^\s<>@]+>?$/, { error: 'must look like Switchboard <chat@example.com>' })
    .optional()
    .describe('Who mail comes from, like `Switchboard <chat@example.com>`.'),
  OIDC_ISSUER: issuer
    .optional()
    .describe(
      'Provider of single sign-on (OpenID Connect), like `https://login.example.com`. It sends people back to `PUBLIC_URL/api/auth/oidc/callback`. Needs `OIDC_CLIENT_ID`.',
    ),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('What the provider knows this installation by.'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Its secret there; without one it is a public client.'),
  OIDC_NAME: z
    .string()
    .min(1)
    .max(40)
    .default('SSO')
    .describe('What the button on the sign-in page calls the provider.'),
  OIDC_SCOPES: z
    .string()
    .min(1)
    .default('openid email profile')
    .describe('What the provider is asked for, separated by blanks.'),
  SETUP_CODE: setupCode
    .optional()
    .describe(
      'What the first account must know; it becomes the admin. Default: made from `AUTH_SECRET`. It is printed at every start until there is an account.',
    ),
  HOOK_ALLOWED_ADDRESSES: networks
    .optional()
    .describe(
      'Private addresses and networks that outgoing webhooks may call, separated by commas, like `10.1.2.0/24`. Only there may they call `http:`. Default: none.',
    ),
  INSTANCE_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: 'may have letters, digits, ".", "_" and "-", at most 64' })
    .optional()
    .describe(
      'Name of this instance in logs, metrics and the `x-switchboard-instance` header, which everybody sees. Default: eight random digits.',
    ),
  ROLES: z
    .string()
    .default('web,live,worker')
    .transform(list)
    .pipe(z.array(z.enum(roleNames, rolesForm)).min(1, rolesForm))
    .transform((roles): ReadonlySet<RoleName> => new Set(roles))
    .describe(
      'What this process does: `web` pages and HTTP, `live` sockets, `worker` ticket sources, and what follows commits or happens at a time.',
    ),
  METRICS_TOKEN: z
    .string()
    .min(16, { error: 'must have at least 16 characters' })
    .optional()
    .describe('Bearer token for `/metrics`. Without it `/metrics` answers only to this machine.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least severity that is logged.'),
  RATE_LIMIT_FACTOR: z.coerce
    .number(factorForm)
    .min(0, factorForm)
    .default(1)
    .describe('Multiplies every rate limit; 0 switches them off, for load tests.'),
} as const;

const Settings = z.object(settings);

/** What the rest of the server reads: settings with their defaults filled in. */
export type Config = Omit<z.output<typeof Settings>, 'PUBLIC_URL' | 'ALLOWED_ORIGINS' | 'INSTANCE_ID'> & {
  PUBLIC_URL: string;
  ALLOWED_ORIGINS: ReadonlySet<string>;
  INSTANCE_ID: string;
  /** Whether PostgreSQL is started by this process. */
  embedded: boolean;
  development: boolean;
};

/** A setting that stops the start; its message is one line per setting, for the person who set it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const contradictions = (config: z.output<typeof Settings>): string[] => {
  const found: string[] = [];
  const allRoles = roleNames.every((role) => config.ROLES.has(role));
  if (config.REDIS_URL === undefined && !allRoles)
    found.push('ROLES: without REDIS_URL one process must have all roles (web,live,worker)');
  if (config.REDIS_URL !== undefined && config.DATABASE_URL === undefined)
    found.push('DATABASE_URL: is needed with REDIS_URL, because several instances must share one database');
  const signsIn = config.ROLES.has('web') || config.ROLES.has('live');
  if (config.DATABASE_URL !== undefined && config.AUTH_SECRET === undefined && signsIn)
    found.push('AUTH_SECRET: is needed with DATABASE_URL; `openssl rand -hex 32` makes a good one');
  if (config.TICKET_STREAM !== undefined && config.REDIS_URL === undefined)
    found.push('TICKET_STREAM: needs REDIS_URL');
  if (config.OIDC_ISSUER !== undefined && config.OIDC_CLIENT_ID === undefined)
    found.push('OIDC_CLIENT_ID: is needed with OIDC_ISSUER');
  if (config.SMTP_URL !== undefined && config.MAIL_FROM === undefined)
    found.push('MAIL_FROM: is needed with SMTP_URL; Switchboard <chat@example.com>, for example');
  return found;
};

/**
 * Reads every setting once, from the environment.
 * An empty variable counts as not set, as compose files write it.
 * @throws SettingsError that names each wrong setting and what it may be
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(
    Object.keys(settings)
      .map((name) => [name, environment[name]?.trim()])
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`).join('\n'),
    );
  const found = contradictions(parsed.data);
  if (found.length > 0) throw new SettingsError(found.join('\n'));

  const { PORT, HOST } = parsed.data;
  const publicUrl = parsed.data.PUBLIC_URL ?? `http://localhost:${PORT}`;
  const ownOrigins =
    parsed.data.PUBLIC_URL === undefined
      ? [publicUrl, `http://127.0.0.1:${PORT}`, `http://${HOST}:${PORT}`]
      : [publicUrl];
  return {
    ...parsed.data,
    PUBLIC_URL: publicUrl,
    ALLOWED_ORIGINS: new Set(parsed.data.ALLOWED_ORIGINS ?? ownOrigins),
    // By chance, because everybody sees it: a host name and a process id are nobody's business.
    INSTANCE_ID: parsed.data.INSTANCE_ID ?? randomBytes(4).toString('hex'),
    embedded: parsed.data.DATABASE_URL === undefined,
    development: environment.NODE_ENV === 'development',
  };
};
