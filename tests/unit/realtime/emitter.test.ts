import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';
import { Decoder } from 'socket.io-parser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessagesEvent } from '../../../protocol/index.ts';
import { rooms } from '../../../server/cluster/rooms.ts';
import { Emitter } from '../../../server/realtime/emitter.ts';
import { JsonEncoder } from '../../../server/realtime/encoder.ts';
import type { Io, Socket } from '../../../server/realtime/socket.ts';
import { batchOf, type ModelLog } from '../delivery/model-log.ts';

const log = (name: string): ModelLog => ({ name, changes: [1, 2, 3, 4] });
const [talk, other] = [log('talk'), log('other')];

let stop: () => Promise<void>;
let emitter: Emitter;
let spans: string[];
/** Resolves when this version was shown. */
let shown: (version: number) => Promise<void>;

beforeEach(async () => {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], parser: { Encoder: JsonEncoder, Decoder } }) as Io;
  io.on('connection', (socket: Socket) => {
    void socket.join([rooms.conversation(talk.name), rooms.conversation(other.name)]);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const client = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  stop = async () => {
    client.close();
    await io.close();
  };
  emitter = new Emitter(io);
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
