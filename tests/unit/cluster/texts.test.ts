import { expect, it } from 'vitest';
import { en } from '../../../app/_messages/en.ts';
import { TicketSource } from '../../../protocol/index.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { pruneSignals } from '../../../server/engine/log/prune.ts';
import type { Database } from '../../../server/engine/store/database.ts';
import { followersOn } from '../../../server/followers.ts';
import { deliverHook, resendHook } from '../../../server/hooks/errands.ts';
import { jobs as invitationJobs } from '../../../server/invitations/index.ts';
import { jobs as personJobs } from '../../../server/people/index.ts';
import { jobs as pictureJobs } from '../../../server/pictures/index.ts';
import { sourceJobs } from '../../../server/sources/index.ts';

// Made to be named, and never run.
const database = {} as Database;

it('everything that the page shows by name has a text, so that admins read what it does', () => {
  const { follower, job, source } = en.system;
  expect(Object.keys(follower).sort()).toEqual(
    followersOn(new JobList(database))
      .map(({ name }) => name)
      .sort(),
  );
  const jobs = [
    pruneSignals(database),
    ...invitationJobs(database),
    ...personJobs(database),
    ...pictureJobs(database, []),
    ...sourceJobs(database),
    deliverHook,
    resendHook,
  ];
  expect(Object.keys(job).sort()).toEqual(jobs.map(({ name }) => name).sort());
  const posted = ['http', 'sample'];
  expect(Object.keys(source).sort()).toEqual(TicketSource.options.filter((name) => !posted.includes(name)).sort());
});
