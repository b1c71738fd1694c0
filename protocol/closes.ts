/**
 * Every reason for which the server ends a connection, and whether the client should come back by itself.
 * A refused handshake carries the reason in `connect_error.data.code`; `signed_out` and `draining` are said in a
 * `notice` before. A slow consumer would not read a notice: its connection just closes.
 */
export const closes = {
  unauthenticated: { comeBack: false, meaning: 'no session and no valid API token' },
  forbidden_origin: { comeBack: false, meaning: 'the Origin header is not in ALLOWED_ORIGINS' },
  unavailable: { comeBack: true, meaning: 'the session could not be checked because the database is away' },
  signed_out: { comeBack: false, meaning: 'the session or API token was ended' },
  draining: { comeBack: true, meaning: 'this instance is stopping; another one will take the connection' },
  slow_consumer: {
    comeBack: true,
    meaning: 'the client did not read for ten seconds; it will be complete after it reconnects',
  },
} as const;

export type CloseCode = keyof typeof closes;
