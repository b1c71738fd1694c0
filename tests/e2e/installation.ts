import { z } from 'zod';
import { Account } from './accounts.ts';

const variable = 'SWITCHBOARD_E2E_INSTALLATION';

const Published = z.object({
  /** The load balancer. */
  url: z.url(),
  /** The instances behind it; a context opened on one of these urls is served by that instance for sure. */
  instances: z.array(z.object({ id: z.string(), url: z.url() })),
  kafkaBrokers: z.string().nullable(),
  kafkaTopic: z.string(),
  databaseUrl: z.string(),
  redisUrl: z.string(),
  postgresUrl: z.string(),
  /** With these a test can start further instances of the same installation, and sign what it sends in. */
  secrets: z.record(z.string(), z.string()),
  /** The first account, and one that the first made an admin, too. */
  admins: z.tuple([Account, Account]),
});
export type Published = z.infer<typeof Published>;

/** Called once by the global setup; Playwright's workers inherit the environment. */
export const publish = (published: Published): void => {
  process.env[variable] = JSON.stringify(published);
};

/** The installation that the global setup started. */
export const installation = (): Published => Published.parse(JSON.parse(process.env[variable] ?? 'null'));

/** Where somebody goes in: an instance's own address, or the load balancer's, which chooses one. */
export type Entrance = 'instance-1' | 'instance-2' | 'instance-3' | 'balancer';

export const addressOf = (entrance: Entrance): string => {
  const { url, instances } = installation();
  if (entrance === 'balancer') return url;
  const instance = instances.find(({ id }) => id === entrance);
  if (!instance) throw new Error(`the installation has no ${entrance}`);
  return instance.url;
};
