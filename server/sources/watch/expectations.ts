import {
  type Data,
  failureWith,
  limits,
  type Payload,
  type Result,
  type SourceAlarm,
  type SourceExpectation,
  success,
} from '../../../protocol/index.ts';
import { fromAddress } from '../../audit/index.ts';
import type { Caller } from '../../engine/events/handler.ts';
import type { Database } from '../../engine/store/database.ts';
import { proposalOf } from './rhythm.ts';

const expect = `select expect_source($1, $2, $3, $4) as outcome from ${fromAddress('$5')}`;
// An event that has come since ends the silence at once, not when somebody looks for it the next time.
const list = `
  select w.source, w.minutes, w.days, w.from_time, w.to_time, w.time_zone,
         case when w.silent_since >= coalesce(l.at, '-infinity') then w.silent_since end as silent_since
  from source_watch w
  left join lateral (select max(b.event_at) as at from source_book b where b.source = w.source) l on true
  order by w.source limit ${limits.sourceExpectations}`;
const rhythm = `
  select p.at, clock_timestamp() as now,
         (select min(f.at) from source_pulse f where f.at > now() - interval '14 days') as first
  from source_pulse p where p.source = $1 and p.at > now() - interval '14 days' order by p.at limit 5000`;

type Row = { source: SourceAlarm['source']; minutes: number; days: number[]; from_time: string; to_time: string } & {
  time_zone: string;
  silent_since: Date | null;
};

/** @returns of which sources something is expected, and which of them have been silent for too long */
export const readExpectations = async (
  database: Pick<Database, 'query'>,
): Promise<{ expected: Data<'source:books'>['expected']; silent: SourceAlarm[] }> => {
  const rows = await database.query<Row>('source_expectations', list, []);
  return {
    expected: rows.map(({ source, minutes, days, from_time: from, to_time: to, time_zone: timeZone }) => ({
      ...{ source, minutes, days, from, to, timeZone },
    })),
    silent: rows.flatMap(({ source, silent_since: since }) =>
      since === null
        ? []
        : [{ source, topic: null, partition: null, kind: 'silent' as const, since: since.toISOString() }],
    ),
  };
};

/** What is to be expected of sources: said by admins, proposed by what was. */
export class Expectations {
  readonly #database: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  async expect(
    { me, address }: Pick<Caller, 'me' | 'address'>,
    { source, expected }: Payload<'source:expect'>,
  ): Promise<Result<Data<'source:expect'>>> {
    const sorted: SourceExpectation | null = expected && { ...expected, days: [...new Set(expected.days)].sort() };
    const values = [me.id, source, sorted && JSON.stringify(sorted), limits.sourceExpectations, address];
    const [row] = await this.#database.query<{ outcome: 'done' | 'too_many' }>('source_expect', expect, values);
    if (row?.outcome === 'too_many')
      return failureWith(
        { reason: 'too_many_expectations' },
        'conflict',
        `something is expected of ${limits.sourceExpectations} sources already`,
      );
    return success({ expected: sorted });
  }

  async rhythm({ source, timeZone }: Payload<'source:rhythm'>): Promise<Result<Data<'source:rhythm'>>> {
    const rows = await this.#database.query<{ at: Date; now: Date; first: Date }>('source_rhythm', rhythm, [source]);
    const [row] = rows;
    if (row === undefined) return success({ proposed: null, days: 0 });
    const { proposed, days } = proposalOf(
      rows.map(({ at }) => at.getTime()),
      { from: row.first.getTime(), to: row.now.getTime(), timeZone },
    );
    return success({ proposed, days });
  }
}
