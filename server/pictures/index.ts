export { pictureJobs as jobs } from './jobs.ts';
export { Pictures } from './pictures.ts';
