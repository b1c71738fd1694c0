import { failure, notFound, SourceKey } from '../../../protocol/index.ts';
import type { Sealed } from '../../engine/ops/sealed.ts';
import type { Database } from '../../engine/store/database.ts';
import { createLookUp } from '../../engine/store/look-up.ts';
import { type IngestAnswer, type IngestRequest, refuse, takeSigned } from '../http.ts';
import type { Intake } from '../intake.ts';
import type { Mappings } from '../mapping/mappings.ts';
import { readPlainly, readWith } from '../reader.ts';
import { validSecrets } from './secrets.ts';
import { type SourceRow, sourceColumns } from './source-row.ts';

/** Answers a request to the address of a named source; throws only what is a defect of the server. */
export type NamedIngest = (key: string, request: IngestRequest) => Promise<IngestAnswer>;

const find = `
  select ${sourceColumns} from source s where s.key = any ($1) and s.ended_at is null and s.kind = 'http'`;
/** Keys that are looked for at once. */
const maxKeys = 1_000;
/** Milliseconds after which a sender comes again to a source that is paused. */
const pausedFor = 30_000;

type Options = { database: Database; intake: Intake; sealed: Sealed | undefined; mappings: Mappings };

/**
 * What `POST /api/ingest/<key>` does. What admins have changed is so with the next request; however many come, and whatever strangers
 * try, they share queries.
 */
export const createNamedIngest = ({ database, intake, sealed, mappings }: Options): NamedIngest => {
  const sourceOf = createLookUp<string, SourceRow | undefined>(async (keys) => {
    const rows = await database.query<SourceRow>('sources_by_key', find, [[...new Set(keys)]]);
    const found = new Map(rows.map((row) => [row.key, row]));
    return keys.map((key) => found.get(key));
  }, maxKeys);
  return async (name, request) => {
    const key = SourceKey.safeParse(name).data;
    const row = key === undefined ? undefined : await sourceOf(key);
    const secrets = row === undefined ? [] : validSecrets(sealed, row);
    if (row === undefined || secrets.length === 0) return refuse(notFound());
    const read = row.mapping === null ? readPlainly : readWith(mappings, row.key, row.mapping);
    // Whoever cannot sign is not told that it is paused.
    return takeSigned(intake, { name: row.key, secrets, read, ...(row.paused && { closed: paused }) }, request);
  };
};

const paused = failure('unavailable', 'the source is paused; send it again later', pausedFor);
