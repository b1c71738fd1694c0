import type { sourceEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';
import { readBooks } from './books.ts';
import type { Sampler } from './sample.ts';

/** Where tickets come from. */
export const sourceHandlers = ({
  sample,
  database,
}: {
  sample: Sampler;
  database: Database;
}): HandlersOf<typeof sourceEvents> => ({
  'ticket:sample': () => sample(),
  'source:books': () => readBooks(database),
});
