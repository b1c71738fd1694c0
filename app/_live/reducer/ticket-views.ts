import { isRetryable, limits, type Rejection, type Result } from '../../../protocol/index.ts';
import type { AskOf } from '../events.ts';
import { goBack } from '../log-cursor.ts';
import type { TicketFilter, TicketView } from '../model.ts';
import { filterKey, matchesFilter } from '../ticket-filter.ts';
import { type Turn, without } from '../turn.ts';

type Views = Readonly<Record<string, TicketView>>;

/** More are let go from the end of a list as new ones come in on top. */
const mostRows = 5_000;

const newestFirst = (a: Rejection, b: Rejection) => b.seq - a.seq;

const setView = (turn: Turn, key: string, patch: Partial<TicketView>) => {
  const { feed } = turn.state;
  const view = feed?.views[key];
  if (feed && view) turn.set({ feed: { ...feed, views: { ...feed.views, [key]: { ...view, ...patch } } } });
};

const isIn = (list: readonly Rejection[], { id }: Rejection): boolean => list.some((one) => one.id === id);

/** The list with newer states put in, and without what no longer belongs to it. */
const updated = (
  list: readonly Rejection[],
  changes: ReadonlyMap<string, Rejection>,
  filter: TicketFilter,
): readonly Rejection[] =>
  list.flatMap((one) => {
    const change = changes.get(one.id);
    if (!change || change.version <= one.version) return [one];
    return matchesFilter(change, filter) ? [change] : [];
  });

const trimmed = (view: TicketView): TicketView => {
  const last = view.rejections[mostRows - 1];
  if (view.rejections.length <= mostRows || !last) return view;
  return { ...view, rejections: view.rejections.slice(0, mostRows), hasMore: true, floor: last.seq };
};

/** A batch of changes, as one list sees it. */
const applied = (view: TicketView, changes: ReadonlyMap<string, Rejection>): TicketView => {
  if (view.status !== 'ready') return view;
  const known = new Set([...view.rejections, ...view.waiting].map(({ id }) => id));
  // What is below the floor comes with its page.
  const fresh = [...changes.values()].filter(
    (one) => !known.has(one.id) && one.seq >= view.floor && matchesFilter(one, view.filter),
  );
  const rejections = updated(view.rejections, changes, view.filter);
  const waiting = updated(view.waiting, changes, view.filter);
  return view.holding
    ? { ...view, rejections, waiting: [...fresh, ...waiting].sort(newestFirst) }
    : trimmed({ ...view, rejections: [...fresh, ...rejections].sort(newestFirst), waiting });
};

/** The latest state of each rejection in a batch. */
export const latestById = (rejections: readonly Rejection[]): ReadonlyMap<string, Rejection> => {
  const latest = new Map<string, Rejection>();
  for (const one of rejections) {
    if ((latest.get(one.id)?.version ?? -1) < one.version) latest.set(one.id, one);
  }
  return latest;
};

export const applyToViews = (views: Views, rejections: readonly Rejection[]): Views => {
  if (rejections.length === 0) return views;
  const changes = latestById(rejections);
  return Object.fromEntries(Object.entries(views).map(([key, view]) => [key, applied(view, changes)]));
};

const askList = (turn: Turn, key: string, part: 'first' | 'more') => {
  const view = turn.state.feed?.views[key];
  if (!view || !turn.synced || !turn.state.feed) return;
  setView(turn, key, { loading: part });
  turn.ask({
    event: 'ticket:list',
    payload: { ...view.filter, limit: limits.ticketPage, ...(part === 'more' ? { before: view.floor } : {}) },
    view: key,
    part,
    cursor: turn.state.feed.cursor,
  });
};

export const openTickets = (turn: Turn, filter: TicketFilter) => {
  const key = filterKey(filter);
  turn.set({ ticketFilters: { ...turn.state.ticketFilters, [key]: filter } });
  const { feed } = turn.state;
  if (!feed || feed.views[key]) return;
  const view: TicketView = {
    filter,
    status: 'loading',
    rejections: [],
    hasMore: false,
    floor: 0,
    loading: null,
    holding: false,
    waiting: [],
  };
  turn.set({ feed: { ...feed, views: { ...feed.views, [key]: view } } });
  askList(turn, key, 'first');
};

export const closeTickets = (turn: Turn, filter: TicketFilter) => {
  const { feed, ticketFilters } = turn.state;
  turn.set({ ticketFilters: without(ticketFilters, filterKey(filter)) });
  if (feed) turn.set({ feed: { ...feed, views: without(feed.views, filterKey(filter)) } });
};

export const moreTickets = (turn: Turn, filter: TicketFilter) => {
  const view = turn.state.feed?.views[filterKey(filter)];
  if (view?.hasMore && !view.loading) askList(turn, filterKey(filter), 'more');
};

export const holdTickets = (turn: Turn, filter: TicketFilter, holding: boolean) => {
  const view = turn.state.feed?.views[filterKey(filter)];
  if (!view || (view.holding === holding && view.waiting.length === 0)) return;
  const shown = holding ? {} : { rejections: [...view.waiting, ...view.rejections].sort(newestFirst), waiting: [] };
  setView(turn, filterKey(filter), { holding, ...shown });
};

/** Loads lists again from the top; `unfinished`: only those whose load was cut off. */
export const reloadViews = (turn: Turn, which: 'all' | 'unfinished' = 'all') => {
  for (const [key, view] of Object.entries(turn.state.feed?.views ?? {})) {
    if (which === 'all' || view.status === 'loading' || view.loading === 'first') askList(turn, key, 'first');
    else if (view.loading) setView(turn, key, { loading: null });
  }
};

type Page = { rejections: Rejection[]; version: number; hasMore: boolean };

const merged = (view: TicketView, part: 'first' | 'more', page: Page): TicketView => {
  const before = part === 'more' ? view.rejections : [];
  const fresh = page.rejections.filter((rejection) => !isIn(before, rejection));
  const rejections = [...before, ...fresh].sort(newestFirst);
  const last = page.rejections[page.rejections.length - 1];
  const hasMore = page.hasMore && last !== undefined;
  const { error: _, ...rest } = view;
  return {
    ...rest,
    status: 'ready',
    loading: null,
    hasMore,
    floor: hasMore ? last.seq : 0,
    rejections,
    waiting: part === 'first' ? [] : view.waiting,
  };
};

export const listAnswered = (turn: Turn, ask: AskOf<'ticket:list'>, result: Result<Page>) => {
  const { feed } = turn.state;
  const view = feed?.views[ask.view];
  if (!feed || !view) return;
  if (!result.ok) {
    // A list that is to be loaded from the top is not right before it was.
    if (ask.part === 'first' && isRetryable(result.error)) {
      return turn.timer('feed-view', ask.view, turn.jittered(result.error.retryAfterMs ?? 1_000));
    }
    if (view.status === 'ready') return setView(turn, ask.view, { loading: null });
    return setView(turn, ask.view, { loading: null, status: 'error', error: result.error });
  }
  const later = feed.recorded.filter(({ version }) => version > result.data.version);
  const next = applied(merged(view, ask.part, result.data), latestById(later));
  const views = { ...feed.views, [ask.view]: next };
  const isLoading = Object.values(views).some(({ loading }) => loading !== null);
  // A page older than what was known when it was asked for: what came between is asked for again.
  const log = result.data.version < ask.cursor ? goBack(feed, result.data.version) : feed;
  turn.set({ feed: { ...log, views, recorded: isLoading ? feed.recorded : [] } });
};

export const viewDue = (turn: Turn, key: string) => {
  const view = turn.state.feed?.views[key];
  if (view?.loading === 'first') askList(turn, key, 'first');
};
