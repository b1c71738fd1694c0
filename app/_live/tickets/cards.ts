import type { Rejection } from '../../../protocol/index.ts';
import type { Turn } from '../core/turn.ts';
import { setFeed } from './state.ts';

type Cards = Readonly<Record<string, Rejection>>;

/** As many as a long conversation full of links shows; what is let go is asked for when it is seen again. */
const mostCards = 500;

/** @returns the cards with what is newer of those that are known; the same ones when nothing is */
export const withKnownCards = (cards: Cards, rejections: readonly Rejection[]): Cards => {
  const newer = new Map<string, Rejection>();
  for (const one of rejections) {
    const known = newer.get(one.id) ?? cards[one.id];
    if (known !== undefined && known.version < one.version) newer.set(one.id, one);
  }
  return newer.size === 0 ? cards : { ...cards, ...Object.fromEntries(newer) };
};

/** What was asked for, unless something later was told meanwhile: a card never goes back. */
export const learnCards = (turn: Turn, { rejections }: { rejections: readonly Rejection[] }): void => {
  const { feed } = turn.state;
  if (!feed) return;
  const fresh = rejections.filter(({ id }) => feed.cards[id] === undefined).map((one) => [one.id, one] as const);
  const all = Object.entries({ ...withKnownCards(feed.cards, rejections), ...Object.fromEntries(fresh) });
  setFeed(turn, { cards: Object.fromEntries(all.slice(-mostCards)) });
};
