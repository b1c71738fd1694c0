import type { StoreApi } from 'zustand/vanilla';
import type { LiveState, SliceEvent } from '../slices.ts';
import type { Clock } from './clock.ts';
import type { Reduce } from './events.ts';
import { type Joins, joinsOf } from './gather.ts';
import { type Listening, reducerOf } from './reduce.ts';

/** A slice of the list, whatever its shape. */
export type Listed = Listening & {
  readonly late?: {
    readonly isWanted: (state: LiveState) => boolean;
    readonly load: () => Promise<Listening>;
    readonly joined: SliceEvent;
  };
};

export type Behaviours = { reduce: Reduce; joins: Joins };

const behavioursOf = (slices: readonly Listed[]): Behaviours => ({ reduce: reducerOf(slices), joins: joinsOf(slices) });

/** Code that could not be loaded is asked for again after this, in milliseconds. */
const retryDelay = 5_000;

type Parts = {
  store: Pick<StoreApi<LiveState>, 'getState'>;
  clock: Clock;
  report: (error: unknown) => void;
  dispatch: (event: SliceEvent) => void;
};

/** What the slices do together. Those that are loaded late join when they are wanted. */
export class Joining {
  readonly behaviours: Behaviours;
  #slices: readonly Listed[];
  readonly #isAsked = new Set<Listed>();

  constructor(slices: readonly Listed[]) {
    this.#slices = slices;
    this.behaviours = behavioursOf(slices);
  }

  /** Has what the state wants loaded, and tells it when it has joined. */
  look(parts: Parts): void {
    for (const slice of this.#slices) {
      if (!slice.late?.isWanted(parts.store.getState()) || this.#isAsked.has(slice)) continue;
      this.#isAsked.add(slice);
      this.#join(slice, slice.late, parts).catch((error: unknown) => {
        parts.report(error);
        parts.clock.after(retryDelay, () => {
          this.#isAsked.delete(slice);
          this.look(parts);
        });
      });
    }
  }

  async #join(slice: Listed, late: NonNullable<Listed['late']>, { dispatch }: Parts): Promise<void> {
    const whole = await late.load();
    this.#slices = this.#slices.map((one) => (one === slice ? whole : one));
    Object.assign(this.behaviours, behavioursOf(this.#slices));
    dispatch(late.joined);
  }
}
