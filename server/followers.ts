import type { JobList } from './engine/jobs/add-job.ts';
import type { Follower } from './engine/log/followers/follower.ts';
import { hookFollowers } from './hooks/index.ts';
import { followers as ofMessages } from './messages/index.ts';
import { followers as ofSearch } from './search/index.ts';

/** @returns what happens after a commit, noun by noun; what takes longer than a moment is added to the jobs */
export const followersOn = (jobs: JobList): readonly Follower[] => [...ofMessages, ...ofSearch, ...hookFollowers(jobs)];
