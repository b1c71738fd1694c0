import type { Workspace, WorkspaceSettings } from '../../../protocol/index.ts';
import type { Slice } from '../core/slice.ts';
import type { Turn } from '../core/turn.ts';
import { initial, type WorkspaceState } from './state.ts';

const know = (turn: Turn, { name, logo, roomsBy, invitesBy, mail, steps }: Workspace | WorkspaceSettings) =>
  turn.set({ workspace: { name, logo, roomsBy, invitesBy, mail, steps } });

export const workspace: Slice<{
  state: WorkspaceState;
  event: never;
  fact: never;
  ask: never;
  timer: never;
  methods: object;
}> = {
  initial,
  on: {
    // An instance of the version before says nothing of it: what the page was told stays.
    synced: (turn, { data }) => data.workspace && know(turn, data.workspace),
    'server:workspace': know,
    'learned:workspace:settings': know,
    'learned:workspace:update': know,
  },
  methods: () => ({}),
};
