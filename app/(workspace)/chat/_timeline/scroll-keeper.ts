import type { VirtualizerHandle } from 'virtua';
import { introHeight } from './intro-height.ts';

const atEndWithin = 32;
/** What the view does within this, in milliseconds, after the reader's hand was on it, the reader has done. */
const handSpan = 300;

/**
 * Keeps the reader's place. At the end it stays at the end, whatever grows; away from the end it moves nothing.
 * Everything that scrolls the conversation goes through here.
 */
export class ScrollKeeper {
  #handle: VirtualizerHandle | null = null;
  #element: HTMLElement | null = null;
  #lastOffset = 0;
  #lastHeight = 0;
  #handAt = Number.NEGATIVE_INFINITY;
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
    return this.#endOf(handle, place) <= end + atEndWithin ? place : place - 1;
  }

  /** The reader's wheel, finger, key or pointer was on the view; what they do with it counts, whatever grows meanwhile. */
  touched(): void {
    this.#handAt = performance.now();
  }

  /** The place of the row whose beginning is above the upper edge of the window; -1 when that is none. */
  get cutByTop(): number {
    const handle = this.#handle;
    if (!handle || handle.scrollOffset <= introHeight) return -1;
    const place = handle.findItemIndex(handle.scrollOffset);
    return introHeight + handle.getItemOffset(place) < handle.scrollOffset ? place : place - 1;
  }

  scrolled(offset: number): void {
    // Content that grows fires the same event, and may hide in it that the reader moved up, or reached what was the end.
    const moved = offset - this.#lastOffset;
    this.#lastOffset = offset;
    if (this.distances.fromEnd <= atEndWithin) this.#set(true);
    else if (moved < -1 || this.#hasHandLeft()) this.#set(false);
    else if (moved > 1 && this.#isAtKnownEnd() && this.endIsNewest) this.toEnd();
    this.changed();
  }

  /** Sizes changed: hold on to the end if that is where the reader was. */
  resized(): void {
    if (this.#atEnd && this.#hasHandLeft()) this.#set(false);
    if (this.#atEnd && this.endIsNewest) this.#jumpToEnd();
    // What fits into the window fires no scroll event, and its end is in sight all the same.
    else this.#set(this.distances.fromEnd <= atEndWithin);
    this.changed();
  }

  /** Rows came at the end. */
  grown(): void {
    if (this.#atEnd && this.#hasHandLeft()) this.#set(false);
    if (this.#atEnd) this.toEnd();
  }

  /** Rows came above, or changed: where the end is now is where it is known to be. */
  changed(): void {
    this.#lastHeight = this.#element?.scrollHeight ?? 0;
  }

  toEnd(): void {
    this.#set(true);
    this.#jumpToEnd();
    this.changed();
  }

  toRow(place: number, align: 'start' | 'center', offset = 0): void {
    this.#set(false);
    this.#handle?.scrollToIndex(place, { align, offset });
  }

  /** Moves only when the row is not wholly in sight. */
  toSight(place: number): void {
    const handle = this.#handle;
    if (!handle || place < 0) return;
    const isInSight =
      introHeight + handle.getItemOffset(place) >= handle.scrollOffset &&
      this.#endOf(handle, place) <= handle.scrollOffset + handle.viewportSize + atEndWithin;
    if (!isInSight) this.toRow(place, 'center');
  }

  /** Places of rows are counted from the first one, and the view from what stands above it. */
  #endOf(handle: VirtualizerHandle, place: number): number {
    return introHeight + handle.getItemOffset(place) + handle.getItemSize(place);
  }

  /** Whether the view is where the end was before anything grew. */
  #isAtKnownEnd(): boolean {
    if (!this.#element) return true;
    const { scrollTop, clientHeight } = this.#element;
    return this.#lastHeight - clientHeight - scrollTop <= atEndWithin;
  }

  /** Whether the reader just moved away from the end. */
  #hasHandLeft(): boolean {
    return performance.now() - this.#handAt <= handSpan && !this.#isAtKnownEnd();
  }

  /**
   * By hand and not by the list: that would hold on to the end for some time whatever the reader does, and take back what
   * they scroll meanwhile. While the rows there are still being measured, each measure comes back here.
   */
  #jumpToEnd(): void {
    if (this.#element) this.#element.scrollTop = this.#element.scrollHeight;
  }

  #set(atEnd: boolean): void {
    if (this.#atEnd === atEnd) return;
    this.#atEnd = atEnd;
    this.#onChange(atEnd);
  }
}
