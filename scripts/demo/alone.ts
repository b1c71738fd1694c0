import { readConfig } from '../../server/config.ts';
import { createLogger } from '../../server/engine/ops/log.ts';
import { createMetrics } from '../../server/engine/ops/metrics.ts';
import { layFoundation } from '../../server/foundation.ts';
import { type Content, fill } from './fill.ts';
import { demoPassword } from './sign-in.ts';

/**
 * Fills the installation that the environment names, as `npm start` would find it, and lets go of it again.
 * @returns the password of everybody in it
 * @throws Error with one line for a person
 */
export const prepareAlone = async (content: Content, say: (step: string) => void): Promise<string> => {
  const config = readConfig(process.env);
  const log = createLogger('error', 'demo');
  const metrics = createMetrics();
  await using stack = new AsyncDisposableStack();
  const onWaiting = () => {};
  const { database, authSecret } = await layFoundation({ config, log, metrics, stack, say, onWaiting });
  if (authSecret === undefined) throw new Error('AUTH_SECRET: is needed');
  const password = demoPassword(authSecret);
  await fill({ database, metrics, log, authSecret, ...content, now: new Date(), password, say });
  return password;
};
