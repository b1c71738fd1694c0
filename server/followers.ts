import type { Follower } from './engine/log/followers/follower.ts';
import { followers as ofMessages } from './messages/index.ts';
import { followers as ofSearch } from './search/index.ts';

/** What happens after a commit, noun by noun. */
export const followers: readonly Follower[] = [...ofMessages, ...ofSearch];
