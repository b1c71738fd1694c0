import type { PresenceState } from '../../../protocol/index.ts';
import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import {
  askPresence,
  losePresence,
  presenceAnswered,
  presenceGone,
  receivePresence,
  watchPresence,
} from './presence.ts';
import { countedPresence, type PresenceMethods } from './watch.ts';

type States = Readonly<Record<string, PresenceState>>;
type State = {
  readonly presence: States;
  readonly watched: readonly string[];
  /** What was told by itself since the states were last asked for. */
  readonly presenceHeard: States;
};

export const presence: Slice<{
  state: State;
  event: { readonly type: 'watch-presence'; readonly userIds: readonly string[] };
  fact: never;
  ask: Question<'presence:watch'>;
  timer: 'presence' | 'presence-gone';
  methods: PresenceMethods;
}> = {
  initial: () => ({ presence: {}, watched: [], presenceHeard: {} }),
  on: {
    'watch-presence': (turn, { userIds }) => watchPresence(turn, userIds),
    resumed: (turn, { isFirst }) => isFirst && turn.state.watched.length > 0 && askPresence(turn),
    lost: losePresence,
    offline: presenceGone,
    'server:presence': receivePresence,
    'answer:presence:watch': (turn, _ask, result) => presenceAnswered(turn, result),
    'timer:presence': askPresence,
    'timer:presence-gone': presenceGone,
  },
  methods: countedPresence,
};
