import { z } from 'zod';

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
});
export type Published = z.infer<typeof Published>;

/** Called once by the global setup; Playwright's workers inherit the environment. */
export const publish = (published: Published): void => {
  process.env[variable] = JSON.stringify(published);
};

/** The installation that the global setup started. */
export const installation = (): Published => Published.parse(JSON.parse(process.env[variable] ?? 'null'));
