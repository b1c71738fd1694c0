import { cluster } from './cluster/slice.ts';
import { connection } from './connection/slice.ts';
import { outbox } from './core/outbox/slice.ts';
import { doNotDisturb } from './do-not-disturb/slice.ts';
import { messages } from './messages/slice.ts';
import { people } from './people/slice.ts';
import { personal } from './personal/slice.ts';
import { presence } from './presence/slice.ts';
import { quotes } from './quotes/slice.ts';
import { reading } from './reading/slice.ts';
import { rooms } from './rooms/slice.ts';
import { tickets } from './tickets/slice.ts';
import { typing } from './typing/slice.ts';
import { workspace } from './workspace/slice.ts';

/**
 * The nouns of the client. What happens is heard in this order: marks before the rooms they are of, rooms before their
 * messages, what is one's own after what it is about (it tells them of entries that are newer than the answer), and what waits to be sent last.
 */
export const slices = [
  connection,
  workspace,
  reading,
  rooms,
  messages,
  doNotDisturb,
  personal,
  quotes,
  people,
  presence,
  typing,
  tickets,
  cluster,
  outbox,
] as const;

type ShapeOf<S> = S extends { readonly shape?: infer Own } ? NonNullable<Own> : never;
type Shapes = ShapeOf<(typeof slices)[number]>;
type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Every) => void
  ? Every
  : never;

export type LiveState = All<Shapes['state']>;
/** What slices are told from outside. */
export type SliceEvent = Shapes['event'];
/** What slices tell each other. */
export type Fact = Shapes['fact'];
export type Ask = Shapes['ask'];
export type TimerName = Shapes['timer'];
export type Methods = All<Shapes['methods']>;
