export { isForeign } from './account-call.ts';
export type { Admission } from './admission.ts';
export type { Directory } from './directory.ts';
export { peopleHandlers } from './handlers.ts';
export { peopleJobs as jobs } from './jobs.ts';
export { resetJobs } from './password-resets.ts';
export { personFields, picturesShown } from './person-fields.ts';
export type { Identity, Sessions } from './sessions.ts';
export { signInHandlers } from './sign-in-handlers.ts';
