import ipaddr from 'ipaddr.js';
import type { Payload, Result } from '../../../protocol/index.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { Sealed } from '../../../server/engine/ops/sealed.ts';
import { SecurityLog } from '../../../server/engine/ops/security-log.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { Hooks } from '../../../server/hooks/hooks.ts';
import { authSecret, type Site } from '../site/site.ts';

const dataOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`no webhook was made: ${result.error.message}`);
  return result.data;
};

/** Makes webhooks of a room in the name of the first of all people, as their settings do. */
export const makeHooks = async (
  { databaseUrl, accounts }: Site,
  conversationId: string,
  wanted: Pick<Payload<'hook:create'>, 'direction' | 'name' | 'url'>[],
) => {
  const me = accounts[0]?.me;
  if (me === undefined) throw new Error('there is nobody to make a webhook');
  const log = createLogger('silent', 'chaos');
  const database = openDatabase(databaseUrl, log);
  const hooks = new Hooks({
    ...{ database, sealed: new Sealed(authSecret), jobs: new JobList(database), ring: () => {} },
    ...{ allowed: [ipaddr.parseCIDR('127.0.0.1/32')], security: new SecurityLog(log, authSecret) },
  });
  try {
    const make = async (hook: (typeof wanted)[number]) =>
      dataOf(await hooks.create({ me, address: '127.0.0.1' }, { ...hook, conversationId, mentions: false }));
    return await Promise.all(wanted.map(make));
  } finally {
    await database.close();
  }
};
