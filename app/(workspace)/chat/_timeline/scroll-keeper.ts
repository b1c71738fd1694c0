import type { VirtualizerHandle } from 'virtua';

const atEndWithin = 32;

/**
 * Keeps the reader's place. At the end it stays at the end, whatever grows; away from the end it moves nothing.
 * Everything that scrolls the conversation goes through here.
 */
export class ScrollKeeper {
  #handle: VirtualizerHandle | null = null;
  #element: HTMLElement | null = null;
  #lastOffset = 0;
  #atEnd = true;
  /** Whether nothing newer is still to be loaded; only then does staying at the end make sense. */
  endIsNewest = true;
  readonly #onChange: (atEnd: boolean) => void;

  constructor(onChange: (atEnd: boolean) => void) {
    this.#onChange = onChange;
  }

  attach(handle: VirtualizerHandle | null): void {
    this.#handle = handle;
  }

  attachElement(element: HTMLElement | null): void {
    this.#element = element;
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** How far the reader is from the oldest loaded message, and from the newest one, in pixels. */
  get distances(): { fromStart: number; fromEnd: number } {
    if (!this.#element) return { fromStart: Infinity, fromEnd: Infinity };
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    return { fromStart: scrollTop, fromEnd: scrollHeight - clientHeight - scrollTop };
  }

  /** The place of the last row that is wholly in sight. */
  get lastVisible(): number {
    const handle = this.#handle;
    if (!handle) return -1;
    const end = handle.scrollOffset + handle.viewportSize;
    const place = handle.findItemIndex(end - 1);
    const isWhole = handle.getItemOffset(place) + handle.getItemSize(place) <= end + atEndWithin;
    return isWhole ? place : place - 1;
  }

  scrolled(offset: number): void {
    // Content that grows fires the same event; only moving up means that the reader left the end.
    const movedUp = offset < this.#lastOffset - 1;
    this.#lastOffset = offset;
    if (this.distances.fromEnd <= atEndWithin) this.#set(true);
    else if (movedUp) this.#set(false);
  }

  /** Sizes changed: hold on to the end if that is where the reader was. */
  resized(): void {
    if (this.#atEnd && this.endIsNewest) this.#jumpToEnd();
    // What fits into the window fires no scroll event, and its end is in sight all the same.
    else this.#set(this.distances.fromEnd <= atEndWithin);
  }

  toEnd(): void {
    this.#set(true);
    this.#jumpToEnd();
  }

  toRow(place: number, align: 'start' | 'center', offset = 0): void {
    this.#set(false);
    this.#handle?.scrollToIndex(place, { align, offset });
  }

  #jumpToEnd(): void {
    this.#handle?.scrollTo(Number.MAX_SAFE_INTEGER);
  }

  #set(atEnd: boolean): void {
    if (this.#atEnd === atEnd) return;
    this.#atEnd = atEnd;
    this.#onChange(atEnd);
  }
}
