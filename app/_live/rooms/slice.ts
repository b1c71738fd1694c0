import type { Conversation } from '../../../protocol/index.ts';
import type { Slice } from '../core/slice.ts';
import { addConversation, removeConversation, takeOver, updateConversation } from './conversations.ts';
import { initial, type RoomsState } from './state.ts';

type Facts =
  /** A conversation of the user as it is now, known or new. */
  | { readonly type: 'room:told'; readonly conversation: Conversation }
  /** The user is no member any more, by whom ever (null: nobody can tell). */
  | { readonly type: 'room:gone'; readonly conversationId: string; readonly byId: string | null };

export const rooms: Slice<{
  state: RoomsState;
  event: never;
  fact: Facts;
  ask: never;
  timer: never;
  methods: object;
}> = {
  initial,
  on: {
    'room:told': (turn, { conversation }) => addConversation(turn, conversation),
    'room:gone': (turn, { conversationId, byId }) => removeConversation(turn, conversationId, byId),
    // But for what came while the answer was on its way.
    'began-anew': (turn) => {
      const { conversations, movedDuringSync } = turn.state;
      const some = Object.entries(conversations).filter(([id]) => movedDuringSync[id] === 'added');
      turn.set({ conversations: Object.fromEntries(some) });
    },
    syncing: (turn) => turn.set({ movedDuringSync: {} }),
    synced: (turn, { data }) => takeOver(turn, data),
    'server:conversation': (turn, conversation) => turn.tell({ type: 'room:told', conversation }),
    'server:conversation:removed': (turn, { conversationId, byId = null }) =>
      turn.tell({ type: 'room:gone', conversationId, byId }),
    'learned:conversation:create': (turn, conversation) => turn.tell({ type: 'room:told', conversation }),
    'learned:conversation:join': (turn, conversation) => turn.tell({ type: 'room:told', conversation }),
    'learned:conversation:update': updateConversation,
    'learned:conversation:invite': updateConversation,
    'learned:conversation:remove': updateConversation,
    'learned:conversation:role': updateConversation,
    'learned:conversation:leave': (turn, { id }) => turn.tell({ type: 'room:gone', conversationId: id, byId: null }),
  },
  methods: () => ({}),
};
