import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  type Data,
  type Failure,
  failure,
  failureWith,
  limits,
  notFound,
  type Payload,
  type Result,
  type SourcePlace,
  success,
} from '../../../protocol/index.ts';
import { fromAddress } from '../../audit/index.ts';
import type { Caller } from '../../engine/events/handler.ts';
import type { Sealed } from '../../engine/ops/sealed.ts';
import type { SecurityLog } from '../../engine/ops/security-log.ts';
import type { Database } from '../../engine/store/database.ts';
import type { Mappings } from '../mapping/mappings.ts';
import { neededSecret, occupied } from './place.ts';
import type { SourceReading } from './reading.ts';
import { occupiedBySettings, type SourceSettings } from './settings.ts';

type Refusal = 'forbidden' | 'key_taken' | 'place_taken' | 'too_many_sources' | 'not_found' | 'changed' | 'other_kind';

const make = `select make_source($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as outcome from ${fromAddress('$13')}`;
const change = `select change_source($1, $2, $3, $4, $5, $6) as outcome from ${fromAddress('$7')}`;
const rotate = `select rotate_source($1, $2, $3, $4) as done from ${fromAddress('$5')}`;
const end = `select end_source($1, $2) as done from ${fromAddress('$3')}`;

const refusals: Record<Refusal, () => Failure> = {
  forbidden: () => failure('forbidden', 'only for admins'),
  key_taken: () => failureWith({ reason: 'key_taken' }, 'conflict', 'key: a source has, or had, this one'),
  place_taken: () => failureWith({ reason: 'place_taken' }, 'conflict', 'place: another source reads it'),
  too_many_sources: () =>
    failureWith({ reason: 'too_many_sources' }, 'conflict', `at most ${limits.sources} sources; end one first`),
  not_found: () => notFound(),
  changed: () => failureWith({ reason: 'changed' }, 'conflict', 'somebody else has changed it meanwhile'),
  other_kind: () => failure('invalid', 'place.kind: a source stays of its kind'),
};

type Asker = Pick<Caller, 'me' | 'address'>;
type Outcome = { outcome: 'done' | Refusal };

type Options = {
  database: Database;
  sealed: Sealed;
  mappings: Pick<Mappings, 'faultOf'>;
  reading: SourceReading;
  settings: SourceSettings;
  security: SecurityLog;
};

/** Places that tickets come from, as admins name, change and end them. What reads them, looks for itself what there is. */
export class NamedSources {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async create({ me, address }: Asker, payload: Payload<'source:create'>): Promise<Result<Data<'source:create'>>> {
    const { database, sealed, security } = this.#options;
    const { key, name, place, mapping, paused } = payload;
    const fault = this.#faultOfPlace(key, place, payload.secret) ?? (await this.#faultOfMapping(mapping));
    if (fault) return fault;
    const id = uuidv7();
    const made = place.kind === 'http' ? newSecret() : null;
    const secret = made ?? payload.secret ?? null;
    const [row] = await database.query<Outcome>('source_make', make, [
      ...[me.id, id, key, name, place.kind, JSON.stringify(withoutKind(place)), occupied(key, place)],
      ...[
        secret === null ? null : sealed.seal(secret, id),
        mapping,
        paused,
        limits.sources,
        limits.sourcesEver,
        address,
      ],
    ]);
    const outcome = row?.outcome ?? 'not_found';
    if (outcome !== 'done') return refusals[outcome]();
    security.note('source_made', { userId: me.id, key, kind: place.kind });
    return this.#shown(key, made);
  }

  async update(
    { me, address }: Asker,
    { key, version, ...patch }: Payload<'source:update'>,
  ): Promise<Result<Data<'source:update'>>> {
    const { database, reading } = this.#options;
    const present = await reading.row(key);
    if (present === undefined) return notFound();
    const { place, mapping } = patch;
    const fault =
      (place && this.#faultOfPlace(key, place, present.secret === null ? undefined : 'kept')) ??
      (await this.#faultOfMapping(mapping ?? null));
    if (fault) return fault;
    const [row] = await database.query<Outcome>('source_change', change, [
      ...[me.id, key, version, place?.kind ?? present.kind],
      JSON.stringify({ ...patch, ...(place && { place: withoutKind(place) }) }),
      ...[place === undefined ? null : occupied(key, place), address],
    ]);
    const outcome = row?.outcome ?? 'not_found';
    if (outcome !== 'done') return refusals[outcome]();
    const source = await reading.one(key);
    return source === undefined ? notFound() : success({ source });
  }

  async rotate(
    { me, address }: Asker,
    { key, secret, keepOld, endOld }: Payload<'source:rotate'>,
  ): Promise<Result<Data<'source:rotate'>>> {
    const { database, sealed, reading, security } = this.#options;
    const present = await reading.row(key);
    if (present === undefined) return notFound();
    const isHttp = present.kind === 'http';
    if (!endOld && !isHttp && secret === undefined) return failure('invalid', 'secret: is needed');
    const made = endOld || !isHttp ? null : newSecret();
    const next = endOld ? null : (made ?? secret ?? null);
    const [row] = await database.query<{ done: boolean }>('source_rotate', rotate, [
      ...[me.id, key, next === null ? null : sealed.seal(next, present.id), keepOld, address],
    ]);
    if (!row?.done) return notFound();
    security.note('source_rotated', { userId: me.id, key });
    return this.#shown(key, made);
  }

  async end({ me, address }: Asker, { key }: Payload<'source:end'>): Promise<Result<Data<'source:end'>>> {
    const { database, security } = this.#options;
    const [row] = await database.query<{ done: boolean }>('source_end', end, [me.id, key, address]);
    if (!row?.done) return notFound();
    security.note('source_ended', { userId: me.id, key });
    return success({ key });
  }

  async #shown(key: string, secret: string | null): Promise<Result<Data<'source:create'>>> {
    const source = await this.#options.reading.one(key);
    return source === undefined ? notFound() : success({ source, secret });
  }

  #faultOfPlace(key: string, place: SourcePlace, secret: string | undefined): Failure | null {
    if (occupiedBySettings(this.#options.settings).includes(occupied(key, place))) return refusals.place_taken();
    const needed = secret === undefined ? neededSecret(place) : null;
    return needed === null ? null : failure('invalid', `secret: ${needed}`);
  }

  async #faultOfMapping(mapping: string | null): Promise<Failure | null> {
    const fault = mapping === null ? null : await this.#options.mappings.faultOf(mapping);
    return fault === null ? null : failure('invalid', `mapping: ${fault}`);
  }
}

const newSecret = () => randomBytes(32).toString('hex');

const withoutKind = ({ kind: _, ...where }: SourcePlace) => where;
