import { type NamedSource, SourceKind, SourcePlace, type SourceState } from '../../../protocol/index.ts';

/** Columns of {@link SourceRow}, for a select from `source s`. */
export const sourceColumns = `
  s.id, s.key, s.name, s.kind, s.place, s.secret, s.old_secret as "oldSecret", s.old_until as "oldUntil", s.mapping, s.paused,
  s.version, s.changed_at as "changedAt"`;

/** A row of `source` as node-postgres returns it. */
export type SourceRow = {
  id: string;
  key: string;
  name: string;
  kind: string;
  place: Record<string, unknown>;
  secret: Buffer | null;
  oldSecret: Buffer | null;
  oldUntil: Date | null;
  mapping: string | null;
  paused: boolean;
  version: number;
  changedAt: Date;
};

/** What a worker says of a source. */
export type Report = Omit<SourceState, 'name'> & { instance: string };

/** @returns where it is, or null: a later version has put something there that this one does not know */
export const placeOf = ({ kind, place }: Pick<SourceRow, 'kind' | 'place'>): SourcePlace | null =>
  SourcePlace.safeParse({ ...place, kind }).data ?? null;

/** @returns the source in the contract's form, without its secrets */
export const toSource = (row: SourceRow, problem: string | null, workers: Report[]): NamedSource => ({
  key: row.key,
  name: row.name,
  kind: SourceKind.catch('http').parse(row.kind),
  place: row.place,
  setting: null,
  hasSecret: row.secret !== null,
  oldSecretUntil: row.oldUntil !== null && row.oldUntil.getTime() > Date.now() ? row.oldUntil.toISOString() : null,
  mapping: row.mapping,
  paused: row.paused,
  version: row.version,
  changedAt: row.changedAt.toISOString(),
  problem,
  workers,
});
