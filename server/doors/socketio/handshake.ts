import { z } from 'zod';
import { type CloseCode, contractVersion, Id, oldestContract } from '../../../protocol/index.ts';
import type { Logger } from '../../engine/ops/log.ts';
import { Sampled } from '../../engine/ops/sampled.ts';
import type { Identity, Sessions } from '../../people/index.ts';
import type { Memberships } from '../../rooms/index.ts';
import type { Moment } from './access-changes.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { Socket } from './socket.ts';

const HandshakeAuth = z.object({
  /** Of a bot; a browser has its cookie. */
  token: z.string().min(1).max(200).optional(),
  /**
   * Whom the page was made for. Another tab may have signed in somebody else meanwhile, and what waits in this page's
   * outbox would be sent in their name: refused here, where nothing can have been sent yet.
   */
  me: Id.optional(),
  /** The contract that it speaks. Whoever says none, as a bot may, is taken for one that speaks ours. */
  contract: z.int().positive().optional(),
  /** The oldest contract of an instance that it can speak to. */
  oldest: z.int().positive().optional(),
});

/** @returns why a client cannot speak to this instance, if it cannot */
const contractRefusal = ({ contract, oldest }: z.output<typeof HandshakeAuth>): CloseCode | undefined => {
  if (contract !== undefined && contract < oldestContract) return 'too_old';
  return oldest !== undefined && oldest > contractVersion ? 'too_new' : undefined;
};

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

const identify = async (
  socket: Socket,
  sessions: Pick<Sessions, 'byApiToken' | 'byCookie'>,
): Promise<Identity | Refusal> => {
  const auth = HandshakeAuth.safeParse(socket.handshake.auth);
  if (!auth.success) return new Refusal('unauthenticated');
  const refused = contractRefusal(auth.data);
  if (refused) return new Refusal(refused);
  const { token, me, contract } = auth.data;
  socket.data.contract = contract;
  const identity = await (token === undefined
    ? sessions.byCookie(socket.handshake.headers.cookie)
    : sessions.byApiToken(token));
  if (identity === null) return new Refusal('unauthenticated');
  // What everybody is sent would be all that it is not good for.
  if (identity.scopes?.has('read') === false) return new Refusal('lacks_scope');
  return me === undefined || me === identity.me.id ? identity : new Refusal('other_person');
};

/**
 * Lets in who has a session or an API token, with the conversations they are a member of.
 * @returns a Socket.IO middleware
 */
export const createHandshake = (options: {
  sessions: Pick<Sessions, 'byApiToken' | 'byCookie'>;
  memberships: Pick<Memberships, 'of'>;
  /** The moment to take before asking the database. */
  now: () => Moment;
  doorkeeper: Pick<Doorkeeper, 'addressOf' | 'arrive' | 'stall'>;
  allowedOrigins: ReadonlySet<string>;
  log: Logger;
}) => {
  const { sessions, memberships, now, doorkeeper, allowedOrigins, log } = options;
  const foreign = new Sampled();
  const check = async (socket: Socket): Promise<Refusal | undefined> => {
    const { origin } = socket.handshake.headers;
    // Refused here and not before the upgrade, because a browser hides from its page why an upgrade failed.
    if (!isAllowedOrigin(origin, allowedOrigins)) {
      const { write, leftOut } = foreign.ask('origin');
      // Anybody can cause these, and so as many and as long ones as they like.
      if (write) log.warn({ origin: origin?.slice(0, 200), leftOut }, 'refused a connection from another origin');
      return new Refusal('forbidden_origin');
    }
    socket.data.address = doorkeeper.addressOf(socket.conn);
    const moment = now();
    try {
      const identity = await identify(socket, sessions);
      if (identity instanceof Refusal) return identity;
      const refused = doorkeeper.arrive(socket.conn, identity.me.id);
      if (refused !== null) {
        await doorkeeper.stall(socket.conn);
        return new Refusal(refused);
      }
      socket.data.identity = identity;
      socket.data.admission = { moment, memberships: await memberships.of(identity.me.id) };
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
