import type { PersonalEntry } from '../../../protocol/index.ts';
import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import { changesAnswered, forgetAnswers, holeTimer, receiveMe, resume, takeOver } from './personal.ts';
import { initial, type PersonalState } from './state.ts';

/** What is the user's own and the same on all their devices: it is told to the slices that it is about. */
export const personal: Slice<{
  state: PersonalState;
  event: never;
  /** These entries are so now. */
  fact: { readonly type: 'personal:changed'; readonly entries: readonly PersonalEntry[] };
  ask: Question<'me:changes'>;
  timer: 'personal-hole';
  methods: object;
}> = {
  initial,
  on: {
    synced: (turn, { data }) => takeOver(turn, data),
    resumed: resume,
    lost: forgetAnswers,
    'began-anew': (turn) => turn.set(initial()),
    'server:me': receiveMe,
    'answer:me:changes': changesAnswered,
    'timer:personal-hole': holeTimer,
  },
  methods: () => ({}),
};
