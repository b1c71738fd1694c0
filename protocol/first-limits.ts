// Nothing but these: what a page loads first holds no others.

/** The bounds that a page knows before it can be read and written in; `limits` has all of them. */
export const firstLimits = {
  /** UTF-16 code units in a message body. */
  messageBody: 8_000,
  /** UTF-16 code units of the last message in a list of conversations. */
  previewText: 200,
  historyPage: 100,
  changesPage: 500,
  /** Entries in one `me:changes`. */
  personalPage: 500,
  peoplePage: 200,
  /** Of those that were removed so many of a kind are remembered: who lacks more begins anew. */
  personalRemoved: 500,
  watchedPeople: 500,
  /** Logs that a client says it knows, in `sync`. */
  knownLogs: 20,
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
  /** A connection that has not been let in after this is closed. */
  handshake: 10_000,
  heartbeatInterval: 10_000,
  heartbeatTimeout: 10_000,
} as const;
