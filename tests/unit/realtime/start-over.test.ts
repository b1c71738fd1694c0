import { expect, it } from 'vitest';
import { AccessChanges } from '../../../server/doors/socketio/access-changes.ts';
import type { Io, Socket } from '../../../server/doors/socketio/socket.ts';
import { startOver } from '../../../server/doors/socketio/start-over.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { unsaid } from '../../support/unsaid.ts';

const identity = { sessionId: 's', me: { id: 'u', name: 'U', ...unsaid, role: 'member' as const } };

it('nothing that was read before a start over is trusted, and every connection hears nothing more, is told and closed', async () => {
  const changes = new AccessChanges();
  const before = changes.now();
  const happened: string[] = [];
  const { promise: allClosed, resolve } = Promise.withResolvers<void>();
  const sockets = new Map(
    ['a', 'b'].map((id) => {
      const socket = {
        id,
        connected: true,
        emit: (event: string, { kind, epoch }: { kind: string; epoch: string }) =>
          happened.push(`${id} ${event} ${kind} ${epoch}`),
        conn: {
          close: () => {
            socket.connected = false;
            happened.push(`${id} closed`);
            if ([...sockets.values()].every(({ connected }) => !connected)) resolve();
          },
        },
      };
      return [id, socket];
    }),
  );
  startOver(
    {
      io: { of: () => ({ sockets }) } as unknown as Io,
      changes,
      following: { beginAnew: () => happened.push('followed anew') },
      socketRooms: { pause: (socket: Socket) => happened.push(`${socket.id} paused`) },
      log: createLogger('silent', 'test'),
    },
    'e2',
  );
  await allClosed;
  expect(happened).toEqual([
    ...['a paused', 'b paused', 'followed anew', 'a notice epoch e2', 'b notice epoch e2', 'a closed', 'b closed'],
  ]);
  expect(changes.since(before, identity)).toBeNull();
  expect(changes.since(changes.now(), identity)).toEqual([]);
});
