import { type Data, limits, type NamedSource, type Result, success } from '../../../protocol/index.ts';
import { readInstances } from '../../cluster/index.ts';
import type { Sealed } from '../../engine/ops/sealed.ts';
import type { Database } from '../../engine/store/database.ts';
import { openSecret } from './secrets.ts';
import { type SourceSettings, settingSources } from './settings.ts';
import { placeOf, type Report, type SourceRow, sourceColumns, toSource } from './source-row.ts';

const list = `
  select ${sourceColumns} from source s where s.ended_at is null order by lower(s.name), s.key limit ${limits.sources}`;
const one = `select ${sourceColumns} from source s where s.key = $1 and s.ended_at is null`;
const names = `select s.key, s.name from source s order by lower(s.name), s.key limit ${limits.sourcesEver}`;

type Options = { database: Database; sealed: Sealed; settings: SourceSettings };

/** What sources there are, and how each is doing. */
export class SourceReading {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async list(): Promise<Result<Data<'source:list'>>> {
    const { database, settings } = this.#options;
    const [rows, reportsOf] = await Promise.all([
      database.query<SourceRow>('sources', list, []),
      readReports(database),
    ]);
    const named = rows.map((row) => toSource(row, this.#problemOf(row), reportsOf(row.key)));
    return success({ sources: [...settingSources(settings, reportsOf), ...named] });
  }

  /** @returns a source that admins named and that has not ended, as it is shown */
  async one(key: string): Promise<NamedSource | undefined> {
    const [row, reportsOf] = await Promise.all([this.row(key), readReports(this.#options.database)]);
    return row && toSource(row, this.#problemOf(row), reportsOf(key));
  }

  /** @returns the same with its secrets, sealed */
  async row(key: string): Promise<SourceRow | undefined> {
    const [row] = await this.#options.database.query<SourceRow>('source_one', one, [key]);
    return row;
  }

  async names(): Promise<Result<Data<'source:names'>>> {
    const rows = await this.#options.database.query<{ key: string; name: string }>('source_names', names, []);
    return success({ names: rows });
  }

  #problemOf(row: SourceRow): string | null {
    if (placeOf(row) === null) return 'its place is of a later version';
    const opened = openSecret(this.#options.sealed, row);
    return opened.ok ? null : opened.problem;
  }
}

const readReports = async (database: Database): Promise<(key: string) => Report[]> => {
  const instances = await readInstances(database);
  return (key) =>
    instances.flatMap(({ name: instance, sources }) =>
      sources.filter(({ name }) => name === key).map(({ state, problem }) => ({ instance, state, problem })),
    );
};
