/** Names of Socket.IO rooms: whom a push is for. */
export const rooms = {
  conversation: (conversationId: string) => `conversation:${conversationId}`,
  user: (userId: string) => `user:${userId}`,
  /** Sockets that watch somebody's presence. */
  watchers: (userId: string) => `watchers:${userId}`,
  admins: 'admins',
} as const;
