import type { Slice } from '../core/slice.ts';

/** Until when the user does not want to be disturbed: the same on all their devices, by their own log. */
export const doNotDisturb: Slice<{
  state: { readonly doNotDisturbUntil: string | null };
  event: never;
  fact: never;
  ask: never;
  timer: never;
  methods: object;
}> = {
  initial: () => ({ doNotDisturbUntil: null }),
  on: {
    synced: (turn, { data: { own, doNotDisturbUntil } }) => {
      const { begun, cursor } = turn.state.personal;
      // An entry that was heard while the answer was on its way is newer.
      if (!begun || own === undefined || own >= cursor) turn.set({ doNotDisturbUntil });
    },
    'learned:me:do-not-disturb': (turn, { until }) => turn.set({ doNotDisturbUntil: until }),
    'personal:changed': (turn, { entries }) => {
      for (const { deleted, content } of entries)
        if (content.doNotDisturb) turn.set({ doNotDisturbUntil: deleted ? null : content.doNotDisturb.until });
    },
  },
  methods: () => ({}),
};
