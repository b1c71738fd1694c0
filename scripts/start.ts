import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { buildStale } from './build/steps.ts';

// A third of a second of every start but the first; where it cannot be written, Node compiles as ever.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/switchboard'));
Object.assign(process.env, { NODE_ENV: 'production' });
const code = await buildStale();
if (code !== 0) process.exit(code);
// In this very process, so that a signal or an exit code has nobody to pass through.
await import('../server/main.ts');
