import type { Conversation } from '../../../protocol/index.ts';
import { recount } from '../connection/sync.ts';
import type { Turn } from '../core/turn.ts';
import type { Counted } from './counts.ts';

/** A conversation with what only this client knows of it. */
export type LiveConversation = Conversation & {
  /** When the newest message this client has seen was written. */
  readonly lastActivity: string | null;
};

export type Removal = { readonly name: string | null; readonly byId: string | null };

export type RoomsState = {
  readonly conversations: Readonly<Record<string, LiveConversation>>;
  /** Rooms that one was removed from while this page stood: what they were called, and who did it. */
  readonly removals: Readonly<Record<string, Removal>>;
  /** Conversations that were added or removed since the last `sync` was asked for, which may not know of it. */
  readonly movedDuringSync: Readonly<Record<string, 'added' | 'removed'>>;
};

export const initial = (): RoomsState => ({ conversations: {}, removals: {}, movedDuringSync: {} });

export const setConversation = (turn: Turn, id: string, patch: Partial<LiveConversation>): void => {
  const { conversations } = turn.state;
  const known = conversations[id];
  if (known) turn.set({ conversations: { ...conversations, [id]: { ...known, ...patch } } });
};

/** Keeps counts; what cannot be told from here is asked for. */
export const setCounts = (turn: Turn, id: string, { info, isExact }: Counted) => {
  setConversation(turn, id, info);
  if (!isExact) recount(turn);
};
