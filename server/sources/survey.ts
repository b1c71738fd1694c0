import type { Data } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { readBooks } from './books.ts';

/** Milliseconds for which one reading serves everybody who asks. */
const shared = 2_000;

/** How the sources are doing, for those who ask again and again. However many ask at once, it is read once. */
export class SourceSurvey {
  readonly #database: Pick<Database, 'query'>;
  #reading: { since: number; books: Promise<Data<'source:books'>> } | undefined;

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  /** @throws the database's error, until it answers again */
  read(): Promise<Data<'source:books'>> {
    const now = performance.now();
    if (this.#reading === undefined || now - this.#reading.since >= shared)
      this.#reading = { since: now, books: this.#read() };
    return this.#reading.books;
  }

  async #read(): Promise<Data<'source:books'>> {
    const books = await readBooks(this.#database);
    if (!books.ok) throw new Error(books.error.message);
    return books.data;
  }
}
