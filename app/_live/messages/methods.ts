import type { Tools } from '../core/slice.ts';
import { until } from '../core/until.ts';

export type MessagesMethods = {
  /** Loads the conversation at its first unread message (or its end) and places the "New" line. */
  openConversation(conversationId: string): Promise<void>;
  /** The user turned away from it; the "New" line is placed anew when it is opened again. */
  closeConversation(conversationId: string): void;
  loadOlder(conversationId: string): Promise<void>;
  loadNewer(conversationId: string): Promise<void>;
  /** Makes the loaded run contain `seq`; without one, the newest message. */
  jumpTo(conversationId: string, seq?: number): Promise<void>;
};

export const methods = ({ dispatch, store }: Tools): MessagesMethods => {
  const idle = async (id: string) => {
    await until(store, ({ logs, loaded }) => {
      const log = logs[id];
      if (!log) return loaded;
      return (!log.opening || log.opening.state === 'failed') && !log.loadingOlder && !log.loadingNewer;
    });
  };
  return {
    openConversation(conversationId) {
      dispatch({ type: 'open-conversation', conversationId });
      return idle(conversationId);
    },
    closeConversation: (conversationId) => dispatch({ type: 'close-conversation', conversationId }),
    loadOlder(conversationId) {
      dispatch({ type: 'load-older', conversationId });
      return idle(conversationId);
    },
    loadNewer(conversationId) {
      dispatch({ type: 'load-newer', conversationId });
      return idle(conversationId);
    },
    jumpTo(conversationId, seq) {
      dispatch({ type: 'jump', conversationId, seq: seq ?? null });
      return idle(conversationId);
    },
  };
};
