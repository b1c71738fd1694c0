import type { Rejection, Result, TicketsEvent } from '../../../protocol/index.ts';
import { limits, timing } from '../../../protocol/limits.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../events.ts';
import { advance, emptyCursor, holeDue, knowHead, offer } from '../log-cursor.ts';
import type { Feed } from '../model.ts';
import type { Turn } from '../turn.ts';
import { applyToViews, isLoading, latestById, openWanted, reloadViews, resumeViews } from './ticket-views.ts';

/** A larger gap is not fetched change by change: the lists are loaded again. */
const mostChanges = 500;
const slowRetry = 15_000;

export const setFeed = (turn: Turn, patch: Partial<Feed>) => {
  const { feed } = turn.state;
  if (feed) turn.set({ feed: { ...feed, ...patch } });
};

const isIdle = (feed: Feed): boolean => Object.keys(feed.views).length === 0;

/** `null` when the user is no admin (any more). */
export const receiveFeedHead = (turn: Turn, told: { version: number; open: number } | null) => {
  const { feed } = turn.state;
  if (!told) return turn.set({ feed: null });
  if (!feed)
    return turn.set({
      feed: { ...emptyCursor(told.version), open: told.open, openAt: told.version, views: {}, recorded: [] },
    });
  const isNews = told.version >= feed.openAt;
  if (!isNews) turn.recount();
  // Nothing of the feed is loaded: its count is all there is.
  const moved = isIdle(feed) ? advance(feed, told.version).log : knowHead(feed, told.version);
  turn.set({ feed: { ...moved, ...(isNews ? { open: told.open, openAt: told.version } : {}) } });
};

const isUntouched = (rejection: Rejection): boolean =>
  rejection.state === 'open' && rejection.assigneeId === null && rejection.conversationId === null;

/**
 * The states that were counted, of those that changed: of each the newest up to `openAt`. None are known for sure when
 * the lists are behind the count.
 * @param cursor up to where the lists are complete
 */
const countedStates = (feed: Feed, cursor: number, changes: ReadonlyMap<string, Rejection>) => {
  const counted = new Map<string, Rejection>();
  if (cursor < feed.openAt) return counted;
  for (const view of Object.values(feed.views)) {
    for (const one of [...view.rejections, ...view.waiting]) {
      if (!changes.has(one.id) || one.version > feed.openAt) continue;
      if ((counted.get(one.id)?.version ?? -1) < one.version) counted.set(one.id, one);
    }
  }
  return counted;
};

/** Counts the changes up to the cursor, which was at `cursor` before them. */
const openAfter = (turn: Turn, feed: Feed, cursor: number, rejections: readonly Rejection[]) => {
  const changes = latestById(rejections.filter(({ version }) => version > feed.openAt));
  const counted = countedStates(feed, cursor, changes);
  let { open } = feed;
  for (const rejection of changes.values()) {
    const before = counted.get(rejection.id);
    if (before) open += Number(rejection.state === 'open') - Number(before.state === 'open');
    else if (isUntouched(rejection)) open += 1;
  }
  // Whether one that is not on the screen was open before cannot be told from here.
  if (counted.size < changes.size) turn.recount();
  return { open: Math.max(0, open), openAt: Math.max(feed.openAt, feed.cursor) };
};

const show = (feed: Feed, rejections: readonly Rejection[]): Feed => ({
  ...feed,
  recorded: isLoading(feed) ? [...feed.recorded, ...rejections] : feed.recorded,
  views: applyToViews(feed.views, rejections),
});

/** @param cursor where the cursor of `feed` was before these changes */
const applyRejections = (turn: Turn, feed: Feed, cursor: number, rejections: readonly Rejection[]) => {
  const counts = openAfter(turn, feed, cursor, rejections);
  turn.set({ feed: { ...show(feed, rejections), ...counts } });
};

const watchFeedHole = (turn: Turn) => {
  const { feed } = turn.state;
  if (!feed || !turn.synced || feed.repair || feed.cursor >= feed.head) return;
  setFeed(turn, { repair: { kind: 'waiting', since: feed.cursor } });
  turn.timer('feed-hole', '', timing.clientHole);
};

const askFeedChanges = (turn: Turn) => {
  const { feed } = turn.state;
  if (!feed || feed.repair?.kind === 'asked') return;
  if (feed.head - feed.cursor > mostChanges && !isIdle(feed)) {
    setFeed(turn, { repair: null, cursor: feed.head, held: [] });
    return reloadViews(turn);
  }
  setFeed(turn, { repair: { kind: 'asked' } });
  turn.ask({ event: 'ticket:changes', payload: { afterVersion: feed.cursor, limit: limits.ticketChangesPage } });
};

export const feedHoleDue = (turn: Turn) => {
  const { feed } = turn.state;
  if (!feed || !turn.synced) return;
  const due = holeDue(feed);
  if (due === 'ask') return askFeedChanges(turn);
  if (feed.repair?.kind !== 'waiting') return;
  setFeed(turn, { repair: null });
  if (due === 'wait') watchFeedHole(turn);
};

export const receiveTickets = (turn: Turn, span: TicketsEvent) => {
  const { feed } = turn.state;
  if (!feed) return;
  const { log, ready } = offer(feed, span);
  if (log === feed) return;
  applyRejections(
    turn,
    log,
    feed.cursor,
    ready.flatMap(({ rejections }) => rejections),
  );
  watchFeedHole(turn);
};

/** Shows one rejection that came in answer to an action, ahead of its place in the log; counted it is in its place. */
export const learnRejection = (turn: Turn, rejection: Rejection) => {
  const { feed } = turn.state;
  if (!feed) return;
  turn.set({ feed: show(knowHead(feed, rejection.version), [rejection]) });
  watchFeedHole(turn);
};

type Changes = { rejections: Rejection[]; version: number; complete: boolean };

const retryFeed = (turn: Turn, delayMs: number) => {
  const { feed } = turn.state;
  if (!feed) return;
  setFeed(turn, { repair: { kind: 'waiting', since: feed.cursor } });
  turn.timer('feed-hole', '', delayMs);
};

export const feedChangesAnswered = (turn: Turn, ask: AskOf<'ticket:changes'>, result: Result<Changes>) => {
  const { feed } = turn.state;
  if (!feed) return;
  if (!result.ok) {
    const { error } = result;
    return retryFeed(turn, turn.jittered(isRetryable(error) ? (error.retryAfterMs ?? 1_000) : slowRetry));
  }
  const { rejections, version, complete } = result.data;
  const after = ask.payload.afterVersion;
  const last = rejections.reduce((most, one) => Math.max(most, one.version), after);
  if (!complete && last === after) return retryFeed(turn, turn.jittered(1_000));
  const span = { after, version: complete ? Math.max(last, version) : last, rejections };
  const { log, ready } = offer({ ...feed, repair: null }, span);
  applyRejections(
    turn,
    knowHead(log, version),
    feed.cursor,
    ready.flatMap((one) => one.rejections),
  );
  if (complete) watchFeedHole(turn);
  else askFeedChanges(turn);
};

export const resumeFeed = (turn: Turn) => {
  const { feed } = turn.state;
  if (!feed) return;
  if (feed.cursor < feed.head) askFeedChanges(turn);
  resumeViews(turn);
  openWanted(turn);
};
