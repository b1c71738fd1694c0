export { Arrivals } from './arrivals.ts';
export { Courier } from './courier.ts';
export { hookFollowers } from './follower.ts';
export { hookHandlers } from './handlers.ts';
export { Hooks } from './hooks.ts';
export { hookJobs } from './jobs.ts';
export { type Post, readPost } from './post.ts';
