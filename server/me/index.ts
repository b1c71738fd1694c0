export { createDoNotDisturbReader } from './do-not-disturb.ts';
export { meHandlers } from './handlers.ts';
export { logOfPerson, personLog } from './person-log.ts';
export { entries, type PersonalSource } from './source.ts';
