import type { Rejection, Result } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../events.ts';
import { goBack } from '../log-cursor.ts';
import type { Feed, TicketFilter, TicketView } from '../model.ts';
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

export const isLoading = (feed: Feed): boolean => Object.values(feed.views).some(({ loading }) => loading !== null);

export const applyToViews = (views: Views, rejections: readonly Rejection[]): Views => {
  if (rejections.length === 0) return views;
  const changes = latestById(rejections);
  return Object.fromEntries(Object.entries(views).map(([key, view]) => [key, applied(view, changes)]));
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
    generation: 0,
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

/** Loads every list again from the top. */
export const reloadViews = (turn: Turn) => {
  for (const key of Object.keys(turn.state.feed?.views ?? {})) askList(turn, key, 'first');
};

/** Answers of a lost socket never come; a page further down is asked for again by scrolling. */
export const forgetLists = (feed: Feed): Feed => ({
  ...feed,
  repair: null,
  recorded: [],
  views: Object.fromEntries(
    Object.entries(feed.views).map(([key, view]) => [key, view.loading === 'more' ? { ...view, loading: null } : view]),
  ),
});

/** After a new connection: lists whose load from the top was cut off. */
export const resumeViews = (turn: Turn) => {
  for (const [key, view] of Object.entries(turn.state.feed?.views ?? {})) {
    if (view.loading === 'first' || view.status === 'loading') askList(turn, key, 'first');
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
  if (!feed || !view || view.generation !== ask.generation) return;
  if (!result.ok) {
    // A list that is to be loaded from the top is not right before it was.
    if (ask.part === 'first' && isRetryable(result.error)) {
      return turn.timer('feed-view', ask.view, turn.jittered(result.error.retryAfterMs ?? 1_000));
    }
    setView(turn, ask.view, {
      loading: null,
      ...(view.status === 'ready' ? {} : { status: 'error', error: result.error }),
    });
    const { feed: now } = turn.state;
    if (now && !isLoading(now)) turn.set({ feed: { ...now, recorded: [] } });
    return;
  }
  const later = feed.recorded.filter(({ version }) => version > result.data.version);
  const views = { ...feed.views, [ask.view]: applied(merged(view, ask.part, result.data), latestById(later)) };
  // A page older than what was known when it was asked for: what came between is asked for again.
  const log = result.data.version < ask.cursor ? goBack(feed, result.data.version) : feed;
  const next = { ...log, views };
  turn.set({ feed: isLoading(next) ? next : { ...next, recorded: [] } });
};

export const viewDue = (turn: Turn, key: string) => {
  const view = turn.state.feed?.views[key];
  if (view?.loading === 'first') askList(turn, key, 'first');
};
