export { readExport } from './download.ts';
export { Exports } from './exports.ts';
export { exportHandlers } from './handlers.ts';
export { exportJobs as jobs } from './jobs.ts';
