import type { mappingEvents, namedSourceEvents, sourceEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';
import { readBooks } from './books.ts';
import type { NamedSources } from './named/named-sources.ts';
import type { SourceReading } from './named/reading.ts';
import type { MappingTrial } from './named/trial.ts';
import type { Sampler } from './sample.ts';
import { Expectations } from './watch/expectations.ts';

type Parts = {
  sample: Sampler;
  database: Database;
  named: NamedSources;
  reading: SourceReading;
  trial: MappingTrial;
};

/** Where tickets come from. */
export const sourceHandlers = ({
  sample,
  database,
  named,
  reading,
  trial,
}: Parts): HandlersOf<typeof sourceEvents & typeof namedSourceEvents & typeof mappingEvents> => {
  const expectations = new Expectations(database);
  return {
    'ticket:sample': () => sample(),
    'source:books': () => readBooks(database),
    'source:expect': (caller, payload) => expectations.expect(caller, payload),
    'source:rhythm': (_, payload) => expectations.rhythm(payload),
    'source:list': () => reading.list(),
    'source:names': () => reading.names(),
    'source:create': (caller, payload) => named.create(caller, payload),
    'source:update': (caller, payload) => named.update(caller, payload),
    'source:rotate': (caller, payload) => named.rotate(caller, payload),
    'source:end': (caller, payload) => named.end(caller, payload),
    'source:try': (_caller, payload) => trial.try(payload),
  };
};
