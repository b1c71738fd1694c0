import type { sourceEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';
import { readBooks } from './books.ts';
import type { Sampler } from './sample.ts';
import { Expectations } from './watch/expectations.ts';

/** Where tickets come from. */
export const sourceHandlers = ({
  sample,
  database,
}: {
  sample: Sampler;
  database: Database;
}): HandlersOf<typeof sourceEvents> => {
  const expectations = new Expectations(database);
  return {
    'ticket:sample': () => sample(),
    'source:books': () => readBooks(database),
    'source:expect': (caller, payload) => expectations.expect(caller, payload),
    'source:rhythm': (_, payload) => expectations.rhythm(payload),
  };
};
