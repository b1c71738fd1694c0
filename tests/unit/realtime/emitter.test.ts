import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Server } from 'socket.io';
import { type Socket as ClientSocket, io as connect } from 'socket.io-client';
import { Decoder } from 'socket.io-parser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limits, type MessagesEvent } from '../../../protocol/index.ts';
import { Emitter } from '../../../server/doors/socketio/emitter.ts';
import { JsonEncoder } from '../../../server/doors/socketio/internals/encoder.ts';
import type { Io, Socket } from '../../../server/doors/socketio/socket.ts';
import { rooms } from '../../../server/engine/delivery/rooms-of-sockets.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { logOfPerson } from '../../../server/me/index.ts';
import { batchOf, type ModelLog } from '../delivery/model-log.ts';
import { idOf } from '../live/ids.ts';

const log = (name: string): ModelLog => ({ name, changes: [1, 2, 3, 4] });
const [talk, other] = [log('talk'), log('other')];

let serverSide: Socket;
let client: ClientSocket;
let stop: () => Promise<void>;
let emitter: Emitter;
let spans: string[];
/** Resolves when this version was shown. */
let shown: (version: number) => Promise<void>;

beforeEach(async () => {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], parser: { Encoder: JsonEncoder, Decoder } }) as Io;
  io.on('connection', (socket: Socket) => {
    serverSide = socket;
    void socket.join([rooms.conversation(talk.name), rooms.conversation(other.name)]);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  client = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  stop = async () => {
    client.close();
    await io.close();
  };
  emitter = new Emitter(io, logKinds);
  spans = [];
  const last = new Map<number, () => void>();
  client.on('messages', ({ conversationId, after, version }: MessagesEvent) => {
    spans.push(`${conversationId} ${after}-${version}`);
    last.get(version)?.();
  });
  shown = (version) => new Promise((resolve) => last.set(version, resolve));
  await once(client as unknown as NodeJS.EventEmitter, 'connect');
});

afterEach(() => stop());

it('what one turn brings of a conversation goes out as one packet', async () => {
  const end = shown(4);
  emitter.emit(batchOf(talk, 0, 1));
  emitter.emit(batchOf(other, 0, 1));
  emitter.emit(batchOf(talk, 1, 2));
  emitter.emit(batchOf(talk, 2, 4));
  await end;
  expect(spans.toSorted()).toEqual(['other 0-1', 'talk 0-4']);
});

it('what the next turn brings does not wait for more', async () => {
  const end = shown(2);
  emitter.emit(batchOf(talk, 0, 1));
  await nextTurn();
  await nextTurn();
  emitter.emit(batchOf(talk, 1, 2));
  await end;
  expect(spans).toEqual(['talk 0-1', 'talk 1-2']);
});

it('what is larger than a page goes out in several packets that follow upon each other', async () => {
  const entries = [1, 2, 3, 4, 5].map((version) => ({
    ...{ id: `of ${version}`, version },
    body: '長'.repeat(limits.pageBytes / (version === 4 ? 2 : 8)),
  }));
  const end = shown(7);
  emitter.emit({ log: talk.name, after: 0, version: 7, entries });
  await end;
  expect(spans).toEqual(['talk 0-2', 'talk 2-3', 'talk 3-4', 'talk 4-7']);
});

it('a mark of one’s own goes to each page as its contract has words for it', async () => {
  const [conversationId, ada] = [idOf(4, 1), idOf(1, 1)];
  const state = { readTurn: 0, readSeq: 2, unread: 1, mentions: 0, lastSeq: 3, version: 3 };
  const content = { read: { conversationId, ...state } };
  const heard: [string, unknown][] = [];
  client.onAny((event: string, payload: unknown) => heard.push([event, payload]));
  await serverSide.join(logKinds.roomOf(logOfPerson(ada)));
  for (const [version, contract] of [
    [1, 4],
    [2, 5],
    [3, undefined],
  ] as const) {
    serverSide.data.contract = contract;
    const entry = { id: `read:${conversationId}`, version, deleted: false, content };
    const end = shown(version);
    emitter.emit({ log: logOfPerson(ada), after: version - 1, version, entries: [entry] });
    await nextTurn();
    emitter.emit(batchOf(talk, version - 1, version));
    await end;
  }
  expect(heard.filter(([event]) => event === 'read').map(([, payload]) => payload)).toEqual([
    { conversationId, userId: ada, seq: 2, state },
  ]);
  expect(heard.filter(([event]) => event === 'me')).toHaveLength(3);
});
