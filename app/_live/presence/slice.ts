import type { PresenceState } from '../../../protocol/index.ts';
import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import {
  askPresence,
  losePresence,
  presenceAnswered,
  presenceGone,
  presenceResumed,
  receivePresence,
  setActive,
  watchPresence,
} from './presence.ts';
import { countedPresence, type PresenceMethods } from './watch.ts';

type States = Readonly<Record<string, PresenceState>>;
type State = {
  readonly presence: States;
  readonly watched: readonly string[];
  /** What was told by itself since the states were last asked for. */
  readonly presenceHeard: States;
  /** Whether somebody is at this page. */
  readonly active: boolean;
};

export const presence: Slice<{
  state: State;
  event:
    | { readonly type: 'watch-presence'; readonly userIds: readonly string[] }
    | { readonly type: 'activity'; readonly active: boolean };
  fact: never;
  ask: Question<'presence:watch'> | Question<'presence:activity'>;
  timer: 'presence' | 'presence-gone';
  methods: PresenceMethods;
}> = {
  initial: () => ({ presence: {}, watched: [], presenceHeard: {}, active: true }),
  on: {
    'watch-presence': (turn, { userIds }) => watchPresence(turn, userIds),
    activity: (turn, { active }) => setActive(turn, active),
    resumed: (turn, { isFirst }) => isFirst && presenceResumed(turn),
    lost: losePresence,
    offline: presenceGone,
    'server:presence': receivePresence,
    // Said again with the next change, or connection.
    'answer:presence:activity': () => undefined,
    'answer:presence:watch': (turn, _ask, result) => presenceAnswered(turn, result),
    'timer:presence': askPresence,
    'timer:presence-gone': presenceGone,
  },
  methods: countedPresence,
};
