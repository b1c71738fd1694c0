import {
  failure,
  limits,
  type PictureData,
  type PictureSize,
  pictureAddress,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { draw, type Picture } from './draw.ts';

// Sent again, it is as new: a job removes what is old and shown nowhere.
const store = `
  insert into picture (id, small, large) values ($1, $2, $3)
  on conflict (id) do update set created_at = now()`;
const read = {
  64: 'select small as bytes from picture where id = $1',
  256: 'select large as bytes from picture where id = $1',
} as const satisfies Record<PictureSize, string>;

const retryAfterMs = 2_000;

/** Pictures of people and the like, drawn anew and kept in the database. */
export class Pictures {
  readonly #database: Database;
  /** Ends with the last one that waits: one is drawn at a time, so that a processor is left for everything else. */
  #drawing: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Draws and keeps a picture; the same one again is the same. @returns what it is called, and its address */
  async add(bytes: Buffer): Promise<Result<PictureData>> {
    if (this.#waiting >= limits.picturesWaiting)
      return failure('unavailable', 'too many pictures at once', retryAfterMs);
    this.#waiting += 1;
    try {
      const drawn = await this.#inTurn(bytes);
      if (!drawn.ok) return drawn;
      const { id, small, large } = drawn.data;
      await this.#database.query('picture_store', store, [id, small, large]);
      return success({ id, image: pictureAddress(id, 64) });
    } finally {
      this.#waiting -= 1;
    }
  }

  /** @returns a WebP, or null when there is no such picture */
  async read(id: string, size: PictureSize): Promise<Buffer<ArrayBuffer> | null> {
    const [row] = await this.#database.query<{ bytes: Buffer<ArrayBuffer> }>(`picture_${size}`, read[size], [id]);
    return row?.bytes ?? null;
  }

  #inTurn(bytes: Buffer): Promise<Result<Picture>> {
    const drawn = this.#drawing.then(() => draw(bytes));
    this.#drawing = drawn.catch(() => undefined);
    return drawn;
  }
}
