import type { ContractError, Data, Rejection, Result } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../core/events.ts';
import { goBack } from '../core/log-cursor.ts';
import { type Turn, without } from '../core/turn.ts';
import { matchesFilter } from './filter.ts';
import { filterKey } from './filter-key.ts';
import { unwantTickets, wantTickets } from './head.ts';
import { holds, withChanges, withFresh } from './newest-first.ts';
import { countedOpen } from './open-count.ts';
import { type Feed, setFeed, type TicketFilter, type TicketView } from './state.ts';

type Views = Readonly<Record<string, TicketView>>;

/** More are let go from the end of a list as new ones come in on top. */
const mostRows = 5_000;
/** Rows on a screen, about. */
const enoughFound = 30;
/** Pages that a search which finds little asks for by itself. */
const mostSearches = 10;

const setView = (turn: Turn, key: string, patch: Partial<TicketView>) => {
  const { feed } = turn.state;
  const view = feed?.views[key];
  if (feed && view) turn.set({ feed: { ...feed, views: { ...feed.views, [key]: { ...view, ...patch } } } });
};

const trimmed = (view: TicketView): TicketView => {
  const last = view.rejections[mostRows - 1];
  if (view.rejections.length <= mostRows || !last) return view;
  return { ...view, rejections: view.rejections.slice(0, mostRows), hasMore: true, floor: last.seq };
};

/** Those that wait, as many as are kept; the rest is loaded when it is scrolled to. */
const waitingIn = (waiting: readonly Rejection[]): Pick<TicketView, 'waiting' | 'waitingMore'> =>
  waiting.length > mostRows
    ? { waiting: waiting.slice(0, mostRows), waitingMore: true }
    : { waiting, waitingMore: false };

/** A batch of changes, as one list sees it; the same view when it sees nothing of them. */
const applied = (view: TicketView, changes: ReadonlyMap<string, Rejection>, meId: string): TicketView => {
  if (view.status !== 'ready') return view;
  const belongs = (one: Rejection) => matchesFilter(one, view.filter, meId);
  // What is below the floor comes with its page.
  const fresh = [...changes.values()].filter(
    (one) => one.seq >= view.floor && belongs(one) && !holds(view.rejections, one) && !holds(view.waiting, one),
  );
  const rejections = withChanges(view.rejections, changes.values(), belongs);
  const waiting = withChanges(view.waiting, changes.values(), belongs);
  if (fresh.length === 0 && rejections === view.rejections && waiting === view.waiting) return view;
  if (!view.holding) return trimmed({ ...view, rejections: withFresh(rejections, fresh), waiting });
  const { waitingMore, ...held } = waitingIn(withFresh(waiting, fresh));
  return { ...view, rejections, ...held, waitingMore: waitingMore || view.waitingMore };
};

/** The latest state of each rejection in a batch. */
export const latestById = (rejections: readonly Rejection[]): ReadonlyMap<string, Rejection> => {
  const latest = new Map<string, Rejection>();
  for (const one of rejections) {
    if ((latest.get(one.id)?.version ?? -1) < one.version) latest.set(one.id, one);
  }
  return latest;
};

export const isLoading = (feed: Feed): boolean =>
  feed.statisticsLoading || Object.values(feed.views).some(({ loading }) => loading !== null);

export const applyToViews = (views: Views, rejections: readonly Rejection[], meId: string): Views => {
  if (rejections.length === 0) return views;
  const changes = latestById(rejections);
  const next = Object.entries(views).map(([key, view]) => [key, applied(view, changes, meId)] as const);
  return next.every(([key, view]) => view === views[key]) ? views : Object.fromEntries(next);
};

const askList = (turn: Turn, key: string, part: 'first' | 'more') => {
  const view = turn.state.feed?.views[key];
  if (!view || !turn.synced || !turn.state.feed) return;
  const generation = view.generation + 1;
  setView(turn, key, { loading: part, generation });
  turn.ask({
    event: 'ticket:list',
    payload: { ...view.filter, limit: limits.ticketPage, ...(part === 'more' ? { before: view.floor } : {}) },
    view: key,
    part,
    generation,
    cursor: turn.state.feed.cursor,
  });
};

/** Lists that were on the screen before there was a feed. */
export const openWanted = (turn: Turn) => {
  for (const filter of Object.values(turn.state.ticketFilters)) openTickets(turn, filter);
};

export const openTickets = (turn: Turn, filter: TicketFilter) => {
  const key = filterKey(filter);
  wantTickets(turn, filter);
  const { feed } = turn.state;
  if (!feed || feed.views[key]) return;
  const view: TicketView = {
    filter,
    status: 'loading',
    rejections: [],
    hasMore: false,
    floor: 0,
    searchedTo: null,
    searches: 0,
    loading: null,
    generation: 0,
    holding: false,
    waiting: [],
    waitingMore: false,
  };
  turn.set({ feed: { ...feed, views: { ...feed.views, [key]: view } } });
  askList(turn, key, 'first');
};

export const closeTickets = (turn: Turn, filter: TicketFilter) => {
  unwantTickets(turn, filter);
  const { feed } = turn.state;
  if (feed) turn.set({ feed: { ...feed, views: without(feed.views, filterKey(filter)) } });
};

export const moreTickets = (turn: Turn, filter: TicketFilter) => {
  const key = filterKey(filter);
  const view = turn.state.feed?.views[key];
  if (!view?.hasMore || view.loading) return;
  setView(turn, key, { searches: 0 });
  askList(turn, key, 'more');
};

/** Asks once more for a list that could not be loaded. */
export const retryTickets = (turn: Turn, filter: TicketFilter) => {
  const key = filterKey(filter);
  const view = turn.state.feed?.views[key];
  if (view?.status !== 'error') return;
  setView(turn, key, { status: 'loading', searches: 0 });
  askList(turn, key, 'first');
};

export const holdTickets = (turn: Turn, filter: TicketFilter, holding: boolean) => {
  const view = turn.state.feed?.views[filterKey(filter)];
  if (!view || (view.holding === holding && view.waiting.length === 0)) return;
  if (holding) return setView(turn, filterKey(filter), { holding });
  const { waiting, waitingMore } = view;
  // Of more than are kept there is a hole behind those that waited: the list goes on from there.
  const oldest = waitingMore ? waiting.at(-1) : undefined;
  const shown = oldest
    ? { rejections: waiting, hasMore: true, floor: oldest.seq }
    : { rejections: withFresh(view.rejections, waiting) };
  setView(turn, filterKey(filter), { ...trimmed({ ...view, ...shown }), holding, waiting: [], waitingMore: false });
};

/** Loads every list again from the top. */
export const reloadViews = (turn: Turn) => {
  for (const key of Object.keys(turn.state.feed?.views ?? {})) askList(turn, key, 'first');
};

/** Answers of a lost socket never come; a page further down is asked for again by scrolling. */
export const forgetLists = (turn: Turn) => {
  const views = Object.entries(turn.state.feed?.views ?? {});
  setFeed(turn, {
    repair: null,
    recorded: [],
    statisticsLoading: false,
    views: Object.fromEntries(
      views.map(([key, view]) => [key, view.loading === 'more' ? { ...view, loading: null } : view]),
    ),
  });
};

/** After a new connection: lists whose load from the top was cut off. */
export const resumeViews = (turn: Turn) => {
  for (const [key, view] of Object.entries(turn.state.feed?.views ?? {})) {
    if (view.loading === 'first' || view.status !== 'ready') askList(turn, key, 'first');
  }
};

type Page = Data<'ticket:list'>;

const merged = (view: TicketView, part: 'first' | 'more', page: Page): TicketView => {
  const before = part === 'more' ? view.rejections : [];
  const fresh = page.rejections.filter((rejection) => !holds(before, rejection));
  const { error: _, ...rest } = view;
  return {
    ...rest,
    status: 'ready',
    loading: null,
    hasMore: page.next !== null,
    floor: page.next ?? 0,
    searchedTo: page.searchedTo,
    rejections: withFresh(before, fresh),
    ...(part === 'first' ? { waiting: [], waitingMore: false } : {}),
  };
};

const listFailed = (turn: Turn, ask: AskOf<'ticket:list'>, view: TicketView, error: ContractError) => {
  // The same question would take as long again.
  const isTooSlow = error.data?.reason === 'too_slow';
  // A list that is to be loaded from the top is not right before it was.
  if (ask.part === 'first' && isRetryable(error) && !isTooSlow)
    return turn.timer('feed-view', ask.view, turn.jittered(error.retryAfterMs ?? 1_000));
  const isWrong = view.status !== 'ready' || ask.part === 'first';
  setView(turn, ask.view, { loading: null, ...(isWrong ? { status: 'error', error } : {}) });
  const { feed } = turn.state;
  if (feed && !isLoading(feed)) turn.set({ feed: { ...feed, recorded: [] } });
};

/** A search that found little on its way goes on by itself for a while, and then waits to be asked. */
const searchOn = (turn: Turn, key: string) => {
  const view = turn.state.feed?.views[key];
  if (!view || view.searchedTo === null || view.loading) return;
  if (view.rejections.length >= enoughFound || view.searches >= mostSearches) return;
  setView(turn, key, { searches: view.searches + 1 });
  askList(turn, key, 'more');
};

export const listAnswered = (turn: Turn, ask: AskOf<'ticket:list'>, result: Result<Page>) => {
  const { feed, me } = turn.state;
  const view = feed?.views[ask.view];
  if (!feed || !view || view.generation !== ask.generation) return;
  if (!result.ok) return listFailed(turn, ask, view, result.error);
  const { version, open } = result.data;
  const later = feed.recorded.filter((one) => one.version > version);
  const page = applied(merged(view, ask.part, result.data), latestById(later), me.id);
  // A page older than what was known when it was asked for: what came between is asked for again.
  const log = version < ask.cursor ? goBack(feed, version) : feed;
  const counts = version < feed.openAt ? {} : countedOpen({ open, openAt: version }, log.cursor, later);
  const next = { ...log, views: { ...feed.views, [ask.view]: page }, ...counts };
  turn.set({ feed: isLoading(next) ? next : { ...next, recorded: [] } });
  searchOn(turn, ask.view);
};

export const viewDue = (turn: Turn, key: string) => {
  const view = turn.state.feed?.views[key];
  if (view?.loading === 'first') askList(turn, key, 'first');
};
