import type { Rejection, Result, TicketsEvent } from '../../../protocol/index.ts';
import { limits, timing } from '../../../protocol/limits.ts';
import { isRetryable } from '../../../protocol/result.ts';
import { epochOf } from '../connection/state.ts';
import { recount } from '../connection/sync.ts';
import type { AskOf } from '../core/events.ts';
import { holeDue, knowHead, offer } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';
import { withKnownCards } from './cards.ts';
import { follow } from './head.ts';
import { countedOpen, isUncounted } from './open-count.ts';
import { type Feed, setFeed } from './state.ts';
import { askStatistics, countedOn } from './statistics.ts';
import { applyToViews, isLoading, openWanted, reloadViews, resumeViews } from './views.ts';

/** A larger gap is not fetched change by change: the lists are loaded again. */
const mostChanges = 500;
const slowRetry = 15_000;

const latestOf = (followed: Rejection | null, rejections: readonly Rejection[]): Rejection | null =>
  rejections.reduce((known, one) => (known?.id === one.id && one.version > known.version ? one : known), followed);

const show = (turn: Turn, feed: Feed, rejections: readonly Rejection[]): Feed => ({
  ...feed,
  recorded: isLoading(feed) ? [...feed.recorded, ...rejections] : feed.recorded,
  views: applyToViews(feed.views, rejections, turn.state.me.id),
  followed: latestOf(feed.followed, rejections),
  cards: withKnownCards(feed.cards, rejections),
});

/** @param cursor where the cursor of `feed` was before these changes */
const applyRejections = (turn: Turn, feed: Feed, cursor: number, rejections: readonly Rejection[]) => {
  const shown = show(turn, feed, rejections);
  const statistics = feed.statistics && countedOn(feed.statistics, rejections);
  // Lists that are loaded again after a gap say how many are open: until then nothing can be added.
  const counts = cursor <= feed.openAt ? countedOpen(feed, feed.cursor, rejections) : {};
  turn.set({ feed: { ...shown, statistics, ...counts } });
  if (rejections.some((one) => one.version > feed.openAt && isUncounted(one))) recount(turn);
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
  if (feed.head - feed.cursor > mostChanges) {
    // Cards that are on the screen ask for theirs again.
    setFeed(turn, { repair: null, cursor: feed.head, held: [], cards: {} });
    recount(turn);
    askStatistics(turn);
    return reloadViews(turn);
  }
  setFeed(turn, { repair: { kind: 'asked' } });
  turn.ask({
    event: 'ticket:changes',
    payload: { afterVersion: feed.cursor, limit: limits.ticketChangesPage, ...epochOf(turn) },
  });
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
  turn.set({ feed: show(turn, knowHead(feed, rejection.version), [rejection]) });
  watchFeedHole(turn);
};

/** Shows one rejection that was asked for by itself, and keeps it up to date from now on. */
export const followRejection = (turn: Turn, rejection: Rejection) => {
  follow(turn, rejection);
  learnRejection(turn, rejection);
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
  if ((!complete && last === after) || version < after) return retryFeed(turn, turn.jittered(1_000));
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
  askStatistics(turn);
};

/** One span for two that follow each other; each list on the screen is then gone through once. */
export const joinedSpans = (before: TicketsEvent, after: TicketsEvent): TicketsEvent | null =>
  before.version === after.after
    ? { after: before.after, version: after.version, rejections: [...before.rejections, ...after.rejections] }
    : null;
