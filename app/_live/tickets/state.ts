import type { ContractError, PayloadInput, Rejection, TicketsEvent } from '../../../protocol/index.ts';
import type { LogCursor } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';

export type TicketFilter = PayloadInput<'ticket:list'>;

/** One filtered list of the feed. */
export type TicketView = {
  readonly filter: TicketFilter;
  readonly status: 'loading' | 'ready' | 'error';
  readonly error?: ContractError;
  /** Newest first. */
  readonly rejections: readonly Rejection[];
  readonly hasMore: boolean;
  /** Everything from this `seq` up is loaded; 0 when nothing is older. */
  readonly floor: number;
  /** The search for the last page ended here, before the page was full. */
  readonly searchedTo: string | null;
  /** How many pages in a row were asked for because the ones before held little. */
  readonly searches: number;
  readonly loading: null | 'first' | 'more';
  /** Counts loads: the answer to an earlier one is dropped. */
  readonly generation: number;
  /** New ones wait until they are asked for, so that rows do not move under the reader. */
  readonly holding: boolean;
  readonly waiting: readonly Rejection[];
  /** More wait than are kept here. */
  readonly waitingMore: boolean;
};

/** Rejections per minute, true for what is counted: every `seq` up to `floor`, and those in `above`. */
export type TicketStatistics = {
  /** The first minute, in milliseconds since the epoch. */
  readonly from: number;
  /** How far the server's clock is ahead of this one's, in milliseconds. */
  readonly skew: number;
  readonly reasons: Readonly<Record<string, readonly number[]>>;
  /** Of the reasons that are not named. */
  readonly others: readonly number[];
  readonly allNamed: boolean;
  readonly floor: number;
  readonly above: readonly number[];
};

export type Feed = LogCursor<TicketsEvent> & {
  readonly open: number;
  /** The version up to which changes are counted in `open`. */
  readonly openAt: number;
  readonly views: Readonly<Record<string, TicketView>>;
  readonly recorded: readonly Rejection[];
  /** The one that is looked at by itself, also when no list holds it. */
  readonly followed: Rejection | null;
  /** Those that cards show: whatever is told of one is kept, and nothing older than it. */
  readonly cards: Readonly<Record<string, Rejection>>;
  /** Who looks at a ticket now, until when they say so again: rejection → person → milliseconds since the epoch. */
  readonly looking: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Somebody has begun to look at a ticket: whoever does so, too, says it again. */
  readonly lookingAsked: { readonly rejectionId: string; readonly times: number } | null;
  readonly statistics: TicketStatistics | null;
  readonly statisticsLoading: boolean;
  /** Counts the askings: the answer to an earlier one is dropped. */
  readonly statisticsAsked: number;
};

export type TicketsState = {
  /** `null` for who is no admin. */
  readonly feed: Feed | null;
  /** The lists that are on the screen, also before there is a feed. */
  readonly ticketFilters: Readonly<Record<string, TicketFilter>>;
  /** Somebody looks at the ticket statistics. */
  readonly watchesStatistics: boolean;
};

export const initial = (): TicketsState => ({ feed: null, ticketFilters: {}, watchesStatistics: false });

export const setFeed = (turn: Turn, patch: Partial<Feed>) => {
  const { feed } = turn.state;
  if (feed) turn.set({ feed: { ...feed, ...patch } });
};
