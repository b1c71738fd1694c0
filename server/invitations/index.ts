export { invitationHandlers } from './handlers.ts';
export { Invitations } from './invitations.ts';
export { invitationJobs as jobs } from './jobs.ts';
