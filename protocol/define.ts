import type { z } from 'zod';
import { type Access, admittedRoles } from './access.ts';
import type { Role } from './people.ts';

/**
 * Who may ask: whose role is named here, and for `member` also only who is a member of the conversation that the payload
 * points to, which the statement that reads or writes looks at. Admins may govern a public room without being a member.
 */
export const accesses: Readonly<Record<Access, { roles: readonly Role[]; who: string; refusal: string }>> = {
  user: { roles: admittedRoles.user, who: 'everybody who is signed in', refusal: 'sign in first' },
  member: {
    roles: admittedRoles.member,
    who: 'members of the conversation; others get `not_found`',
    refusal: 'only for its members',
  },
  colleague: {
    roles: admittedRoles.colleague,
    who: 'everybody but guests, who get `forbidden`',
    refusal: 'not for guests',
  },
  handler: {
    roles: admittedRoles.handler,
    who: 'who works tickets: handlers and admins; others get `forbidden`',
    refusal: 'only for handlers and admins',
  },
  admin: { roles: admittedRoles.admin, who: 'admins; others get `forbidden`', refusal: 'only for admins' },
};

/**
 * How much a person may ask for: so many points in so many seconds, on each instance, over all their connections and
 * programs together. Generous for people and well-behaved bots, tight for a loop gone wild.
 */
export const budgets = {
  send: { points: 100, seconds: 5 },
  change: { points: 50, seconds: 5 },
  read: { points: 300, seconds: 5 },
  // The dearest question: everything a person is a member of.
  sync: { points: 15, seconds: 5 },
  signal: { points: 100, seconds: 5 },
  // By the number of people who are put into something without being asked.
  invite: { points: 200, seconds: 60 },
} as const satisfies Record<string, { points: number; seconds: number }>;
export type Budget = keyof typeof budgets;

/** What an API token may be good for. What its owner may not do, it may not either. */
export const scopes = {
  read: 'reads what its owner may read, and hears it over Socket.IO',
  write: 'sends, changes and joins',
  tickets: 'reads and works rejected tickets',
  admin: 'whatever only admins may',
} as const;
export type Scope = keyof typeof scopes;

/** @returns the scope that an API token needs for an event: it follows from what the definition says anyway */
export const scopeOf = ({ access, budget }: { access: Access; budget: Budget }): Scope => {
  if (access === 'admin') return 'admin';
  if (access === 'handler') return 'tickets';
  return budget === 'read' || budget === 'sync' ? 'read' : 'write';
};

/** What an event may need besides a right: a connection, or a person's own session instead of an API token. */
type Need = 'connection' | 'session';

type Definition<Payload extends z.ZodType, Data extends z.ZodType, Needs extends Need | undefined> = {
  /** Who may. */
  access: Access;
  /** What it is taken from. */
  budget: Budget;
  /**
   * Set where a browser that was left open must not be enough: who signed in more than ten minutes ago proves again who they
   * are, and is told how (`data.confirm`). Never by an API token.
   */
  dear?: boolean;
  /** Points that it takes, where that is not one. */
  weight?: (payload: z.output<Payload>) => number;
  /**
   * `connection` where it is about the connection that asks: without one, over HTTP, it is refused. `session` where it makes what
   * outlives whoever asks: with an API token, which may have been stolen, it is refused.
   */
  needs?: Needs;
  /** What it takes. */
  payload: Payload;
  /** What a successful answer holds. With `z.null()` it may be sent without waiting for an answer. */
  data: Data;
  /** What it is for, in a sentence or two. */
  says: string;
};

const one = () => 1;

/**
 * An event that a client may send. Everything that is to be known of it stands here, once: what answers it, what documents it
 * and what tests it read this. One shape for all of them, whatever was left out.
 */
export const defineEvent = <
  Payload extends z.ZodType,
  Data extends z.ZodType,
  const Needs extends Need | undefined = undefined,
>({
  access,
  budget,
  dear = false,
  weight = one,
  needs,
  payload,
  data,
  says,
}: Definition<Payload, Data, Needs>) => ({ access, budget, dear, weight, needs: needs as Needs, payload, data, says });

/**
 * An event that the server sends: what it holds, and what it is for. `announced`: any instance may tell it to the sockets of all,
 * at most once; what gets lost is read again with the next `sync`, or is worth nothing by then. What must not get lost is an
 * entry of a log, or follows from a signal.
 */
export const defineServerEvent = <Payload extends z.ZodType, const Announced extends boolean = false>({
  payload,
  says,
  announced = false as Announced,
}: {
  payload: Payload;
  says: string;
  announced?: Announced;
}) => ({ payload, says, announced });
