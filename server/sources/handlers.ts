import type { sourceEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Sampler } from './sample.ts';

/** Where tickets come from. */
export const sourceHandlers = ({ sample }: { sample: Sampler }): HandlersOf<typeof sourceEvents> => ({
  'ticket:sample': () => sample(),
});
