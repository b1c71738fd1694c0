import type { z } from 'zod';
import {
  type Access,
  type ClientEventName,
  type Conversation,
  type clientEvents,
  hasAccess,
  type Me,
  type Result,
  type Scope,
  scopeOf,
  type TypingEvent,
} from '../../../protocol/index.ts';

/** The connection that asks, for the few events that are about one. What a door that keeps connections gives. */
export type Connection = {
  /**
   * Call it before the caller's conversations are read.
   * @returns what makes the connection hear exactly the conversations that were read, and gives back those that its client
   * may be told: what was reported meanwhile is newer, and wins
   */
  beginReading(): (conversations: Conversation[]) => Conversation[];
  /** Whether it hears a conversation. */
  hears(conversationId: string): boolean;
  /** Watches these people's presence, and nobody else's. */
  watch(userIds: string[]): void;
  /** Nobody is at it any more, or somebody is again. */
  rest(resting: boolean): void;
  /** Hears from now on how the installation is doing, or no longer. The caller is an admin. */
  watchCluster(on: boolean): void;
  /** Says to everybody who hears a conversation, but not to the caller's own devices, what may get lost. */
  sayTyping(event: TypingEvent): void;
};

/** Who calls, already authenticated. The payload never says who the caller is. */
export type Caller = {
  /** As known at this moment: it can be another object after something was awaited. */
  readonly me: Me;
  /** Of the session or API token by which they proved it. */
  readonly sessionId: string;
  /** From where, as far as TRUSTED_PROXIES lets one know. */
  readonly address: string;
  /** What the API token is good for by which they proved it; missing for a session, which is good for everything. */
  readonly scopes?: ReadonlySet<Scope> | undefined;
  /** Missing for who asks over HTTP. */
  readonly connection?: Connection | undefined;
};

/** @returns whether a caller may be told what is for `access`, by who they are and by what they proved it with */
export const mayBeTold = ({ me, scopes }: Pick<Caller, 'me' | 'scopes'>, access: Access): boolean =>
  hasAccess(access, me.role) && (scopes?.has(scopeOf({ access, budget: 'read' })) ?? true);

type Definition = (typeof clientEvents)[ClientEventName];

type CallerOf<D extends Definition> = D['needs'] extends 'connection' ? Caller & { connection: Connection } : Caller;

type HandlerOf<D extends Definition> = (
  caller: CallerOf<D>,
  payload: z.output<D['payload']>,
) => Promise<Result<z.output<D['data']>>>;

/** One handler for each of some events: the compiler misses none. A thrown error is answered `unavailable` or `internal`. */
export type HandlersOf<Events extends Record<string, Definition>> = { [E in keyof Events]: HandlerOf<Events[E]> };

/** One for every event of the contract. */
export type Handlers = HandlersOf<typeof clientEvents>;
