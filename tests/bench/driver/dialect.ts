import type { Connection, ConnectionEvents } from './connection.ts';
import type { Address, Member } from './member.ts';

export type DialectName = 'ours' | 'peer' | 'centrifugo';

/** One send on its way: repeated unchanged where the dialect repeats. */
export type Send = { conversation: number; n: number; due: number };

/** `seq` is undefined where the server gives none. */
export type Answer = { ok: true; seq: number | undefined } | { ok: false; code: string; retry: boolean };

/** How a client of one kind of server speaks. Everything else of a driver is the same for all. */
export type Dialect = {
  connect(member: Member, address: Address, events: ConnectionEvents): Connection;
  /** After it is connected: become complete, then call `member.ready(connection)`. */
  welcome(member: Member, connection: Connection): void;
  event(member: Member, connection: Connection, bytes: Buffer, start: number, end: number): void;
  send(member: Member, connection: Connection, send: Send, onAnswer: (answer: Answer) => void): void;
  /** Whether a send that was cut off before its answer is sent again. */
  repeats: boolean;
  /** Milliseconds before the next attempt to connect, as this kind of client waits. */
  backoff(attempt: number): number;
};
