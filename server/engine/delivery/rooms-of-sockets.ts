/** Names of Socket.IO rooms: whom a push is for. */
export const rooms = {
  conversation: (conversationId: string) => `conversation:${conversationId}`,
  /** All sockets of a person. The id itself, which is there already: a name made of it would be kept for each. */
  user: (userId: string) => userId,
  /** Sockets that watch somebody's presence. */
  watchers: (userId: string) => `watchers:${userId}`,
  /** Sockets of guests, who are not told of everybody. */
  guests: 'guests',
  /** Sockets of admins who look at the installation. */
  cluster: 'cluster',
} as const;
