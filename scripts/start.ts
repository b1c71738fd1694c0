import { buildStale } from './build/steps.ts';

Object.assign(process.env, { NODE_ENV: 'production' });
const code = await buildStale();
if (code !== 0) process.exit(code);
// In this very process, so that a signal or an exit code has nobody to pass through.
await import('../server/main.ts');
