/** Bounds of the wire contract. Clients may rely on them; raising one is compatible, lowering one is not. */
export const limits = {
  /** UTF-16 code units in a message body. */
  messageBody: 8_000,
  roomName: 80,
  roomTopic: 250,
  emoji: 32,
  attachmentsPerMessage: 10,
  historyPage: 100,
  changesPage: 500,
  searchPage: 50,
  peoplePage: 200,
  browsePage: 100,
  ticketPage: 200,
  ticketChangesPage: 500,
  membersPerInvite: 100,
  /** `Conversation.memberIds` is filled for direct conversations and for rooms up to this size. */
  listedMembers: 100,
  /** Read marks of other people are sent in direct conversations and rooms up to this size. */
  readMarkMembers: 10,
  watchedPeople: 500,
  syncCursors: 20_000,
  /** Events in one `POST /api/ingest/tickets`. */
  ingestBatch: 500,
  /** Bytes in one Socket.IO packet; a larger one closes the connection that sent it. */
  packetBytes: 1_000_000,
  /** Bytes in one HTTP request body. */
  requestBytes: 1_000_000,
  ticketText: 4_000,
} as const;

/** How long each side waits before it repairs, in milliseconds. */
export const timing = {
  /** A server instance waits this long for the missing part of a conversation before it reads the log. */
  serverHole: 100,
  /** A client waits this long for the missing part of a conversation before it asks with `message:changes`. */
  clientHole: 200,
  /** The server sends `head` to every socket once per this span, jittered by half. */
  heads: 20_000,
  /** A `typing` mark that is not renewed is gone after this. */
  typing: 5_000,
  heartbeatInterval: 10_000,
  heartbeatTimeout: 10_000,
} as const;
