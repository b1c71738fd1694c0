import type { LookingEvent } from '../../../protocol/index.ts';
import { type Turn, without } from '../core/turn.ts';
import { setFeed } from './state.ts';

/** Somebody who says it no more is gone after so long, in milliseconds: the page, or its connection, has ended. */
const patience = 25_000;
/** Tickets that are remembered to be looked at. */
const mostLookedAt = 200;

type Looking = Readonly<Record<string, Readonly<Record<string, number>>>>;

const withoutGone = (looking: Looking, now: number): Looking =>
  Object.fromEntries(
    Object.entries(looking).flatMap(([id, people]) => {
      const there = Object.entries(people).filter(([, until]) => until > now);
      return there.length > 0 ? [[id, Object.fromEntries(there)]] : [];
    }),
  );

export const receiveLooking = (turn: Turn, { rejectionId, userId, on, asks }: LookingEvent): void => {
  const { feed } = turn.state;
  if (!feed || userId === turn.state.me.id) return;
  const { now } = turn.moment;
  const people = feed.looking[rejectionId] ?? {};
  const there = on ? { ...people, [userId]: now + patience } : without(people, userId);
  const looking = Object.entries(withoutGone({ ...feed.looking, [rejectionId]: there }, now)).slice(-mostLookedAt);
  const times = (feed.lookingAsked?.times ?? 0) + 1;
  setFeed(turn, {
    looking: Object.fromEntries(looking),
    lookingAsked: asks ? { rejectionId, times } : feed.lookingAsked,
  });
  turn.timer('looking', '', patience);
};

/** Those who have not said it again. */
export const expireLooking = (turn: Turn): void => {
  const { feed } = turn.state;
  if (!feed) return;
  const looking = withoutGone(feed.looking, turn.moment.now);
  setFeed(turn, { looking });
  const next = Math.min(...Object.values(looking).flatMap((people) => Object.values(people)));
  if (Number.isFinite(next)) turn.timer('looking', '', Math.max(0, next - turn.moment.now));
};
