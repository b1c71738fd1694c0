import type { AnnouncedEventName, ClusterState, ServerEventPayload } from '../../../protocol/index.ts';

/** Everybody who hears a conversation, or is in a room of sockets, perhaps but for the devices of one of them. */
export type Audience = ({ readonly conversationId: string } | { readonly room: string }) & {
  readonly exceptUserId?: string;
};

/** Says something to connections on all instances, at most once: what gets lost is read again with the next `sync`. */
export type Announce = <E extends AnnouncedEventName>(to: Audience, event: E, payload: ServerEventPayload<E>) => void;

/** Those connections of this instance that watch how the installation is doing. */
export type ClusterWatchers = {
  /** Whether there are any. */
  areThere(): boolean;
  /** At most once each; who does not keep up gets the next one. */
  tell(state: ClusterState): void;
};
