import { searchFollower } from './follower.ts';

/** What must happen after a message was committed. */
export const followers = [searchFollower];
