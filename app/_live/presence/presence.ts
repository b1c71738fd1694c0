import { firstLimits as limits } from '../../../protocol/first-limits.ts';
import type { PresenceState, Result } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import { neededContract } from '../../../protocol/version.ts';
import type { Turn } from '../core/turn.ts';

/** People watched by the parts of one rendering are asked for together. */
const gatherDelay = 20;
/** A short break is nobody's business; after a longer one nobody is known to be there. */
const presenceSpan = 2_000;

export const losePresence = (turn: Turn) => {
  if (Object.keys(turn.state.presence).length > 0) turn.timer('presence-gone', '', presenceSpan);
};

export const presenceGone = (turn: Turn) => {
  if (!turn.synced) turn.set({ presence: {} });
};

export const watchPresence = (turn: Turn, userIds: readonly string[]) => {
  turn.set({ watched: userIds.slice(0, limits.watchedPeople) });
  turn.gather('presence', '', gatherDelay);
};

export const askPresence = (turn: Turn) => {
  const { watched } = turn.state;
  if (!turn.synced) return;
  turn.set({ presenceHeard: {} });
  turn.ask({ event: 'presence:watch', payload: { userIds: [...watched] } });
};

const sayActive = (turn: Turn) => {
  const payload = { active: turn.state.active };
  // An instance of a version before would not know what is meant.
  if (neededContract('presence:activity', payload) > turn.state.connection.contract) return;
  turn.ask({ event: 'presence:activity', payload });
};

/** The server takes each new connection for one that somebody is at. */
export const presenceResumed = (turn: Turn) => {
  if (turn.state.watched.length > 0) askPresence(turn);
  if (!turn.state.active) sayActive(turn);
};

/** Somebody is at this page, or no longer. */
export const setActive = (turn: Turn, active: boolean) => {
  if (active === turn.state.active) return;
  turn.set({ active });
  if (turn.synced) sayActive(turn);
};

export const presenceAnswered = (turn: Turn, result: Result<Record<string, PresenceState>>) => {
  const { presence, presenceHeard } = turn.state;
  // What was heard since it was asked wins: an answer is taken in after events that the server sent behind it, and who was told of
  // before it has not changed since without being told of again.
  if (result.ok) return turn.set({ presence: { ...presence, ...result.data, ...presenceHeard } });
  if (isRetryable(result.error)) turn.timer('presence', '', turn.jittered(result.error.retryAfterMs ?? 1_000));
};

export const receivePresence = (turn: Turn, changes: readonly { userId: string; state: PresenceState }[]) => {
  const changed = Object.fromEntries(changes.map(({ userId, state }) => [userId, state]));
  const { presence, presenceHeard } = turn.state;
  turn.set({ presence: { ...presence, ...changed }, presenceHeard: { ...presenceHeard, ...changed } });
};
