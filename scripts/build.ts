import { onlyOption } from './build/options.ts';
import { buildStale, stepNames } from './build/steps.ts';

process.exitCode = await buildStale(onlyOption(process.argv, stepNames));
