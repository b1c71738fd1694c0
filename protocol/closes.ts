/**
 * Every reason for which the server ends a connection, and whether the client should come back by itself.
 * A refused handshake carries the reason in `connect_error.data.code`; `signed_out` and `draining` are said in a
 * `notice` before; `abusive` is the reason of the WebSocket's close (code 1008), and `too_many_connections` also the body
 * of a refused upgrade (400). A slow consumer would not read anything: its connection just closes.
 */
export const closes = {
  unauthenticated: { comeBack: false, meaning: 'no session and no valid API token' },
  lacks_scope: { comeBack: false, meaning: 'the API token has not the scope `read`: it would hear nothing' },
  other_person: {
    comeBack: false,
    meaning: 'the session is not of the person in `auth.me`, whom the page was made for; the page must be loaded anew',
  },
  too_old: {
    comeBack: false,
    meaning:
      'this instance does not speak the contract of the page any more; the page loads itself anew, and keeps what was typed and not sent',
  },
  too_new: { comeBack: true, meaning: 'this instance does not know the contract of the page yet; another one may' },
  forbidden_origin: { comeBack: false, meaning: 'the Origin header is not in ALLOWED_ORIGINS' },
  unavailable: { comeBack: true, meaning: 'the session could not be checked because the database is away' },
  signed_out: { comeBack: false, meaning: 'the session or API token was ended' },
  draining: { comeBack: true, meaning: 'this instance is stopping; another one will take the connection' },
  slow_consumer: {
    comeBack: true,
    meaning: 'the client did not read for ten seconds; it will be complete after it reconnects',
  },
  abusive: {
    comeBack: true,
    meaning:
      'more packets, or more that are not of the contract, than any client needs; this person is let in again after half a minute',
  },
  too_many_connections: {
    comeBack: true,
    meaning: 'this person or this address has too many connections to this instance, or opens them too fast',
  },
} as const;

export type CloseCode = keyof typeof closes;
