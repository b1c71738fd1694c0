import { type Data, failure, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import type { Rereader } from '../sources/index.ts';
import { type LetterRow, letterColumns, toLetter } from './letter-row.ts';
import { mendLetters } from './mend.ts';

const one = `select ${letterColumns}, d.headers from dead_letter d where d.id = $1`;

type Row = LetterRow & { headers: Record<string, string> | null };

/** Puts what an admin wrote in the place of what came. */
export class DeadLetterMending {
  readonly #database: Database;
  readonly #publish: Publish;
  readonly #rereader: Rereader;

  constructor(database: Database, publish: Publish, rereader: Rereader) {
    this.#database = database;
    this.#publish = publish;
    this.#rereader = rereader;
  }

  async mend(
    { me, address }: Pick<Caller, 'me' | 'address'>,
    { deadLetterId: id, text }: Payload<'dead-letter:mend'>,
  ): Promise<Result<Data<'dead-letter:mend'>>> {
    const letter = await this.#read(id);
    if (letter === undefined) return notFound();
    if (letter.state !== 'standing') return failure('conflict', 'the letter does not stand any more');
    // It is written as text, however what came was packed.
    const headers = Object.fromEntries(
      Object.entries(letter.headers ?? {}).filter(([name]) => !name.startsWith('content-')),
    );
    const [reading] = await this.#rereader.read([{ source: letter.source, payload: Buffer.from(text), headers }]);
    if (!reading?.ok) return failure('invalid', `text: ${reading?.error}`);
    const { outcomes, batch } = await mendLetters(this.#database, [{ id, reading, text }], { id: me.id, address });
    if (batch !== null) this.#publish([batch]);
    if (outcomes[0] === 'settled') return failure('conflict', 'somebody else has settled the letter');
    const mended = await this.#read(id);
    return mended === undefined ? notFound() : success({ letter: toLetter(mended) });
  }

  async #read(id: string): Promise<Row | undefined> {
    return (await this.#database.query<Row>('dead_letter_to_mend', one, [id]))[0];
  }
}
