export { createJobs, type JobsDeps } from './jobs.ts';
export type { JobOptions, Jobs } from './types.ts';
