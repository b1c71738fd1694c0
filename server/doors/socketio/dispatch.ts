import { type Conversation, failure, type Me, type TypingEvent } from '../../../protocol/index.ts';
import { rooms } from '../../engine/delivery/rooms-of-sockets.ts';
import { type Asker, type Dispatcher, isEvent, needsNoAnswer } from '../../engine/events/dispatch.ts';
import type { Connection } from '../../engine/events/handler.ts';
import type { Presence } from '../../engine/presence/presence.ts';
import type { Identity } from '../../people/index.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { gatherWrites } from './internals/gather-writes.ts';
import type { Acknowledge, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

type Options = {
  dispatcher: Dispatcher;
  socketRooms: Pick<SocketRooms, 'hears' | 'now' | 'reconcile' | 'watch' | 'watchCluster'>;
  doorkeeper: Pick<Doorkeeper, 'fault'>;
  presence: Pick<Presence, 'rest'>;
};

/** A socket that asks. One for each packet, and the caller and its connection at once: nothing else is made for it. */
class SocketAsker implements Asker, Connection {
  readonly #door: Options;
  readonly #socket: Socket;

  constructor(door: Options, socket: Socket) {
    this.#door = door;
    this.#socket = socket;
  }

  get me(): Me {
    return this.#socket.data.identity.me;
  }

  get sessionId(): string {
    return this.#socket.data.identity.sessionId;
  }

  get address(): string {
    return this.#socket.data.address;
  }

  get scopes(): Identity['scopes'] {
    return this.#socket.data.identity.scopes;
  }

  get connection(): Connection {
    return this;
  }

  fault(): void {
    this.#door.doorkeeper.fault(this.#socket.conn);
  }

  beginReading(): (conversations: Conversation[]) => Conversation[] {
    const moment = this.#door.socketRooms.now();
    return (conversations) => this.#door.socketRooms.reconcile(this.#socket, moment, conversations);
  }

  hears(conversationId: string): boolean {
    return this.#door.socketRooms.hears(this.#socket, conversationId);
  }

  watch(userIds: string[]): void {
    this.#door.socketRooms.watch(this.#socket, userIds);
  }

  rest(resting: boolean): void {
    const { data, connected } = this.#socket;
    // One that has ended was counted out already.
    if (!connected || (data.resting ?? false) === resting) return;
    data.resting = resting;
    this.#door.presence.rest(data.identity.me.id, resting);
  }

  watchCluster(on: boolean): void {
    this.#door.socketRooms.watchCluster(this.#socket, on);
  }

  sayTyping(event: TypingEvent): void {
    const others = this.#socket.nsp.to(rooms.conversation(event.conversationId)).except(rooms.user(event.userId));
    others.volatile.emit('typing', event);
  }
}

/** @returns what answers every event of a socket from now on */
export const answerWith = (options: Options): ((socket: Socket) => void) => {
  const { dispatcher } = options;
  const receive = async (socket: Socket, name: string, values: unknown[]): Promise<void> => {
    const last = values.at(-1);
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : undefined;
    const asker = new SocketAsker(options, socket);
    if (acknowledge === undefined && isEvent(name) && !needsNoAnswer(name)) {
      dispatcher.refuse(asker, 'no_acknowledgement', failure('invalid', 'needs an acknowledgement'));
      return;
    }
    const result = await dispatcher.answer(name, acknowledge ? values.slice(0, -1) : values, asker);
    if (acknowledge === undefined) return;
    // Many are answered at a time: those of a group commit, with its event behind them.
    gatherWrites(socket);
    acknowledge(result);
  };
  // One for all sockets: a closure for each would be memory for each.
  const listener = function (this: Socket, name: string, ...values: unknown[]) {
    void receive(this, name, values);
  };
  return (socket) => {
    socket.onAny(listener);
  };
};
