import type { Me } from '../../protocol/index.ts';
import { reducerOf } from './core/reduce.ts';
import { type LiveState, slices } from './slices.ts';

/** What is done before a slice that is loaded late has joined. */
export const reduce = reducerOf(slices);

/** What is known before anything was asked: who the user is. */
export const initialState = (me: Me): LiveState =>
  // Every slice gives its part, and LiveState is made of the parts.
  Object.assign({}, ...slices.map(({ initial }) => initial(me))) as LiveState;
