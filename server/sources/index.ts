export type { Reading } from './event.ts';
export { sourceHandlers } from './handlers.ts';
export { sourceMeasure } from './measure.ts';
export { reread } from './reread.ts';
export { sign } from './signature.ts';
export { SourceSurvey } from './survey.ts';
export { sourceJobs } from './watch/jobs.ts';
