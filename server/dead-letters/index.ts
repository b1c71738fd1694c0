export { DeadLetterDesk } from './desk.ts';
export { deadLetterHandlers } from './handlers.ts';
export { deadLetterJobs } from './jobs.ts';
export { DeadLetterMending } from './mending.ts';
export { DeadLetterRuns } from './runs.ts';
