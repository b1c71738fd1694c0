/**
 * What is said on the bus in the words of an older version, where the present ones could not be made of them by adding: a
 * message that only has more in it stays one of the same format, and whoever is older reads what it knows.
 */
export type OlderFormat = {
  readonly number: number;
  /** @returns the body in this format; null for what cannot be said in it, which the others read from the log */
  write(channel: string, body: string): string | null;
  /**
   * @returns a body of this format in the present one
   * @throws when it is none
   */
  read(channel: string, body: string): string;
};

/** The formats an instance knows; `newest` is the one its handlers write and read. */
export type Formats = { readonly newest: number; readonly older: readonly OlderFormat[] };

/**
 * One number for all channels. Raise it only for what cannot be added, and put the one before into `older`: it may go when no
 * instance can be running any more that knows no other.
 */
export const formats: Formats = { newest: 1, older: [] };

/** How often an instance says which formats it knows, in milliseconds. */
export const sayInterval = 3_000;
/** Who has not said it for so long is not there any more. */
const silence = 5 * sayInterval;
/** Nobody runs so many; whoever is beyond is not remembered, and reads the log. */
const mostInstances = 1_000;

const none: readonly OlderFormat[] = [];

/** Which formats the other instances know, as far as they were heard. */
export class Neighbours {
  readonly #formats: Formats;
  readonly #now: () => number;
  readonly #known = new Map<string, { newest: number; at: number }>();
  /** Before this, somebody may be there who has not been heard yet. */
  #listenedFrom = Number.NEGATIVE_INFINITY;

  constructor(formats: Formats, now: () => number = () => performance.now()) {
    this.#formats = formats;
    this.#now = now;
    this.listen();
  }

  /** What was said before now was perhaps not heard. */
  listen(): void {
    this.#listenedFrom = this.#now();
  }

  /** @returns whether this is somebody new, who has not heard from here either */
  heard(instance: string, newest: number): boolean {
    this.#forget();
    const isNew = !this.#known.has(instance);
    if (isNew && this.#known.size >= mostInstances) return false;
    this.#known.set(instance, { newest, at: this.#now() });
    return isNew;
  }

  /** @returns whether an instance says everything in the newest format that is known here, too */
  speaksNewest(instance: string): boolean {
    return (this.#known.get(instance)?.newest ?? 0) >= this.#formats.newest;
  }

  /** @returns the formats in which something has to be said besides the newest: those of instances that know no later one */
  needed(): readonly OlderFormat[] {
    const { older } = this.#formats;
    if (older.length === 0) return none;
    if (this.#now() - this.#listenedFrom < 2 * sayInterval) return older;
    this.#forget();
    const needed = new Set([...this.#known.values()].map(({ newest }) => newest));
    return older.filter(({ number }) => needed.has(number));
  }

  #forget(): void {
    const now = this.#now();
    for (const [instance, { at }] of this.#known) if (now - at > silence) this.#known.delete(instance);
  }
}
