import { z } from 'zod';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../engine/store/in-parts.ts';
import { pruneAttempts } from './attempts.ts';
import { keyEverybody } from './key-index.ts';

// A trigger tells every instance of each, as if somebody had signed out.
const endSessions = `
  delete from session where id in (select s.id from session s where s.expires_at < now() and coalesce(s.second_factor_until < now(), true) limit ${rowsAtOnce})
  returning id`;
const pruneVerifications = `
  delete from verification where id in (select v.id from verification v where v.expires_at < now() limit ${rowsAtOnce})
  returning id`;

// A trigger tells open pages of each.
const clearStatuses = `
  update "user" set status_emoji = null, status_text = null, status_until = null
  where id in (select u.id from "user" u where u.status_until < now() limit ${rowsAtOnce}) and status_until < now()
  returning id`;
const pruneLinks = `
  delete from one_time_link where token_hash in (
    select l.token_hash from one_time_link l where l.expires_at < now() limit ${rowsAtOnce})
  returning user_id`;
const pruneClaims = `
  delete from address_claim where id in (
    select c.id from address_claim c where c.expires_at < now() limit ${rowsAtOnce})
  returning id`;
const pruneChallenges = `
  delete from passkey_challenge where hash in (
    select c.hash from passkey_challenge c where c.expires_at < now() limit ${rowsAtOnce})
  returning hash`;

const nothing = z.object({});

/** What happens to people at a time: sessions that are over end, and what was kept about signing in goes. */
export const peopleJobs = (database: Database): AnyJob[] => [
  parsed(
    job('end-sessions', { schema: nothing, cron: '17 * * * *' }, () =>
      inParts(async () => (await database.query('sessions_end_expired', endSessions, [])).length),
    ),
  ),
  parsed(job('key-people', { schema: nothing, cron: '*/5 * * * *' }, () => keyEverybody(database))),
  parsed(
    job('clear-statuses', { schema: nothing, cron: '* * * * *' }, () =>
      inParts(async () => (await database.query('statuses_clear', clearStatuses, [])).length),
    ),
  ),
  parsed(
    job('prune-attempts', { schema: nothing, cron: '27 * * * *' }, async () => {
      await pruneAttempts(database);
      await inParts(async () => (await database.query('verifications_prune', pruneVerifications, [])).length);
      await inParts(async () => (await database.query('links_prune', pruneLinks, [])).length);
      await inParts(async () => (await database.query('claims_prune', pruneClaims, [])).length);
      await inParts(async () => (await database.query('passkey_challenges_prune', pruneChallenges, [])).length);
    }),
  ),
];
