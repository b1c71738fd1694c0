import { z } from 'zod';
import type { CloseCode } from '../../protocol/index.ts';
import type { Memberships } from '../chat/memberships.ts';
import type { Logger } from '../ops/log.ts';
import type { Identity, Sessions } from '../people/sessions.ts';
import type { Socket } from './socket.ts';

const HandshakeAuth = z.object({ token: z.string().min(1).max(200) });

/** Refuses a handshake; the client reads `connect_error.data.code`. */
class Refusal extends Error {
  readonly data: { code: CloseCode };

  constructor(code: CloseCode) {
    super(code);
    this.data = { code };
  }
}

// WebSockets are not subject to CORS, so this is the only check. A request without Origin comes from a program, which
// has no cookies of a person to misuse.
const isAllowedOrigin = (origin: string | undefined, allowed: ReadonlySet<string>): boolean =>
  origin === undefined || allowed.has(origin);

const identify = async (socket: Socket, sessions: Sessions): Promise<Identity | null> => {
  const auth = HandshakeAuth.safeParse(socket.handshake.auth);
  return auth.success ? sessions.byApiToken(auth.data.token) : sessions.byCookie(socket.handshake.headers.cookie);
};

/**
 * Lets in who has a session or an API token, with the conversations they are a member of.
 * @returns a Socket.IO middleware
 */
export const createHandshake = (options: {
  sessions: Sessions;
  memberships: Memberships;
  allowedOrigins: ReadonlySet<string>;
  log: Logger;
}) => {
  const { sessions, memberships, allowedOrigins, log } = options;
  const check = async (socket: Socket): Promise<Refusal | undefined> => {
    const { origin } = socket.handshake.headers;
    // Refused here and not before the upgrade, because a browser hides from its page why an upgrade failed.
    if (!isAllowedOrigin(origin, allowedOrigins)) {
      log.warn({ origin }, 'refused a connection from another origin');
      return new Refusal('forbidden_origin');
    }
    socket.data.askedAt = performance.now();
    try {
      const identity = await identify(socket, sessions);
      if (identity === null) return new Refusal('unauthenticated');
      socket.data.identity = identity;
      socket.data.memberships = await memberships.of(identity.me.id);
      return undefined;
    } catch (error) {
      log.warn({ err: error }, 'a handshake could not be checked');
      return new Refusal('unavailable');
    }
  };
  return (socket: Socket, next: (refusal?: Refusal) => void): void => {
    void check(socket).then(next);
  };
};
