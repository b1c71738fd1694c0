import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type Data, MessagesEvent, paths, type Result, SyncData } from '../../../../protocol/index.ts';
import { setupCode } from '../../../../scripts/installation/instances.ts';

const patience = 20_000;
const password = 'a-password-for-the-bench';

/** Somebody who signs up, or in at the second visit, and connects as a browser does. */
export class Visitor {
  readonly #socket: Socket;
  readonly #id: string;

  private constructor(socket: Socket, id: string) {
    this.#socket = socket;
    this.#id = id;
  }

  static async arrive(url: string, name: string): Promise<Visitor> {
    const cookie = (await post(url, 'sign-in', name)) ?? (await post(url, 'sign-up', name));
    if (cookie === undefined) throw new Error(`${name} can neither sign in nor sign up`);
    const socket = io(url, {
      path: paths.socket,
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { Cookie: cookie, Origin: url },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const answer = (await socket.timeout(5_000).emitWithAck('sync', {})) as Result<unknown>;
    if (!answer.ok) throw new Error(`sync: ${answer.error.code}`);
    return new Visitor(socket, SyncData.parse(answer.data).me.id);
  }

  /** Writes to somebody, and waits until it is on their screen. */
  async tell(other: Visitor, body: string): Promise<void> {
    const conversation = await this.#ask<Data<'conversation:create'>>('conversation:create', {
      kind: 'direct',
      memberId: other.#id,
    });
    // At once: what the other one is refused must not be a rejection that nobody waits for.
    await Promise.all([
      Promise.race([other.#shows(body, conversation.id), late(`${body} to be shown`)]),
      this.#ask('message:send', { conversationId: conversation.id, clientId: crypto.randomUUID(), body }),
    ]);
  }

  /** Resolves when this message is on the screen: pushed, or fetched because a head or a new conversation told of it. */
  #shows(body: string, conversationId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (messages: { body: string }[]) => {
        if (messages.some((message) => message.body === body)) resolve();
      };
      const ask = () => {
        const after = { conversationId, afterVersion: 0 };
        this.#ask<Data<'message:changes'>>('message:changes', after).then(({ messages }) => take(messages), reject);
      };
      this.#socket.on('messages', (event: unknown) => take(MessagesEvent.parse(event).messages));
      this.#socket.on('head', ask);
      this.#socket.on('conversation', ask);
    });
  }

  leave() {
    this.#socket.disconnect();
  }

  async #ask<Answer>(event: string, payload: object): Promise<Answer> {
    const answer = (await this.#socket.timeout(5_000).emitWithAck(event, payload)) as Result<Answer>;
    if (!answer.ok) throw new Error(`${event}: ${answer.error.code}`);
    return answer.data;
  }
}

const late = async (what: string): Promise<never> => {
  await wait(patience, undefined, { ref: false });
  throw new Error(`waited ${patience / 1_000} s for ${what}`);
};

/** @returns the session cookie, or nothing when the server refused */
const post = async (url: string, what: 'sign-in' | 'sign-up', name: string): Promise<string | undefined> => {
  const response = await fetch(`${url}${paths.auth}/${what}/email`, {
    method: 'POST',
    signal: AbortSignal.timeout(patience),
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({
      ...{ email: `${name.toLowerCase()}@bench.example`, password },
      ...(what === 'sign-up' && { name, code: setupCode }),
    }),
  });
  return response.ok
    ? response.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ')
    : undefined;
};
