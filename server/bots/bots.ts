import { v7 as uuidv7 } from 'uuid';
import {
  type Bot,
  type Data,
  failure,
  failureWith,
  limits,
  notFound,
  type Payload,
  type Result,
  Role,
  success,
} from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';

const columns = `
  b.id, b.name, b.image, b.role, b.owner_id as "ownerId", b.created_at as "createdAt",
  (select count(*)::int from apikey k
   where k.reference_id = b.id::text and (k.expires_at is null or k.expires_at > now())) as tokens`;
// What only posts for a webhook goes with it.
const isBot = `b.kind = 'bot' and b.banned is not true and not exists (select from hook h where h.bot_id = b.id)`;
const listOwn = `
  select ${columns} from "user" b where ${isBot} and b.owner_id = $1 order by b.id desc limit ${limits.programsPage}`;
const listAll = `select ${columns} from "user" b where ${isBot} order by b.id desc limit ${limits.programsPage}`;
const one = `select ${columns} from (select * from "user" where id = $1 limit 1) b where ${isBot}`;
const make = `select make_bot($1, $2, $3, $4, $5, $6) as outcome from ${fromAddress('$7')}`;
const change = `select update_bot($1, $2, $3) as outcome from ${fromAddress('$4')}`;
const end = `select end_bot($1, $2) as done from ${fromAddress('$3')}`;

type ChangeOutcome = 'done' | 'forbidden' | 'not_found' | 'no_picture';
type Row = Omit<Bot, 'createdAt' | 'role'> & { createdAt: Date; role: string };

const toBot = ({ createdAt, role, ...bot }: Row): Bot => ({
  ...bot,
  role: Role.catch('member').parse(role),
  createdAt: createdAt.toISOString(),
});

const onlyAdmins = () => failure('forbidden', 'role, ofWorkspace: only admins say so');

type Asker = Pick<Caller, 'me' | 'address'>;

/** Programs with accounts of their own. Who may is judged by the functions that write. */
export class Bots {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A bot of the caller's, or of the workspace. */
  async create({ me, address }: Asker, { name, role, ofWorkspace }: Payload<'bot:create'>): Promise<Result<Bot>> {
    const id = uuidv7();
    const [row] = await this.#database.query<{ outcome: 'done' | 'forbidden' | 'too_many' }>('bot_make', make, [
      ...[me.id, id, name, role, ofWorkspace, limits.bots, address],
    ]);
    if (row?.outcome === 'forbidden') return onlyAdmins();
    if (row?.outcome === 'too_many')
      return failureWith({ reason: 'too_many_bots' }, 'conflict', `at most ${limits.bots} bots; delete one first`);
    return this.#read(id);
  }

  /** The caller's, and for admins all. */
  async list({ me }: Pick<Caller, 'me'>): Promise<Result<Data<'bot:list'>>> {
    const rows =
      me.role === 'admin'
        ? await this.#database.query<Row>('bots_all', listAll, [])
        : await this.#database.query<Row>('bots_own', listOwn, [me.id]);
    return success({ bots: rows.map(toBot) });
  }

  /** What is named changes, the rest stays. */
  async update({ me, address }: Asker, { botId, ...patch }: Payload<'bot:update'>): Promise<Result<Bot>> {
    const values = [me.id, botId, JSON.stringify(patch), address];
    const [row] = await this.#database.query<{ outcome: ChangeOutcome }>('bot_change', change, values);
    if (row?.outcome === 'forbidden') return onlyAdmins();
    if (row?.outcome === 'no_picture') return failure('not_found', 'picture: not found');
    return row?.outcome === 'done' ? this.#read(botId) : notFound();
  }

  /** Its tokens end, it leaves its rooms, and what it said stays. */
  async delete({ me, address }: Asker, { botId }: Payload<'bot:delete'>): Promise<Result<Data<'bot:delete'>>> {
    const [row] = await this.#database.query<{ done: boolean }>('bot_end', end, [me.id, botId, address]);
    return row?.done ? success({ botId }) : notFound();
  }

  async #read(botId: string): Promise<Result<Bot>> {
    const [row] = await this.#database.query<Row>('bot_one', one, [botId]);
    return row ? success(toBot(row)) : notFound();
  }
}
