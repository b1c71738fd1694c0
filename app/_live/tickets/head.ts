import type { Rejection } from '../../../protocol/index.ts';
import { recount } from '../connection/sync.ts';
import { advance, emptyCursor, knowHead } from '../core/log-cursor.ts';
import { type Turn, without } from '../core/turn.ts';
import { filterKey } from './filter-key.ts';
import { type Feed, setFeed, type TicketFilter } from './state.ts';

const isIdle = ({ views, cards, followed }: Feed): boolean =>
  followed === null && Object.keys(views).length + Object.keys(cards).length === 0;

const nothing = {
  ...{ views: {}, recorded: [], followed: null, cards: {}, looking: {}, lookingAsked: null },
  ...{ statistics: null, statisticsLoading: false, statisticsAsked: 0 },
};

/** `null` when the user is no admin (any more). */
export const receiveFeedHead = (turn: Turn, told: { version: number; open: number } | null) => {
  const { feed } = turn.state;
  if (!told) return turn.set({ feed: null });
  if (!feed)
    return turn.set({
      feed: { ...emptyCursor(told.version), ...nothing, open: told.open, openAt: told.version },
    });
  const isNews = told.version >= feed.openAt;
  if (!isNews) recount(turn);
  // Nothing of the feed is loaded: its count is all there is.
  const moved = isIdle(feed) ? advance(feed, told.version).log : knowHead(feed, told.version);
  turn.set({ feed: toldOpen(moved, told) });
};

/** Takes over what was told, unless something later is known. */
const toldOpen = (feed: Feed, told: { version: number; open: number }): Feed =>
  told.version < feed.openAt ? feed : { ...feed, open: told.open, openAt: told.version };

/** Changes there are, and what they are is asked for later. */
export const hearOfChanges = (turn: Turn, version: number) => {
  const { feed } = turn.state;
  if (feed) turn.set({ feed: knowHead(feed, version) });
};

export const follow = (turn: Turn, rejection: Rejection) => {
  const { feed } = turn.state;
  const isKnown = feed?.followed?.id === rejection.id && feed.followed.version >= rejection.version;
  if (!isKnown) setFeed(turn, { followed: rejection });
};

export const hearOfRejection = (turn: Turn, rejection: Rejection) => {
  follow(turn, rejection);
  hearOfChanges(turn, rejection.version);
};

export const wantTickets = (turn: Turn, filter: TicketFilter) =>
  turn.set({ ticketFilters: { ...turn.state.ticketFilters, [filterKey(filter)]: filter } });

export const unwantTickets = (turn: Turn, filter: TicketFilter) =>
  turn.set({ ticketFilters: without(turn.state.ticketFilters, filterKey(filter)) });
