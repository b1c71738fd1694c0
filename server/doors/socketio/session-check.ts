import type { Notice } from '../../../protocol/index.ts';
import type { Logger } from '../../engine/ops/log.ts';
import type { Sessions } from '../../people/index.ts';
import type { Io, Socket } from './socket.ts';

const interval = 60_000;

/**
 * Ends connections whose session is over; their clients do not come back by themselves.
 * @param reason what their people are told, where there is more to say
 */
export const signOut = (sockets: Socket[], reason?: Notice['reason']): void => {
  for (const socket of sockets) {
    socket.emit('notice', { kind: 'signed_out', ...(reason && { reason }) });
    socket.disconnect(true);
  }
};

/** Once a minute, ends what has expired meanwhile: nobody announces that time has passed. */
export const startSessionCheck = (io: Io, sessions: Sessions, log: Logger): { stop(): void } => {
  const check = async () => {
    const sockets = [...io.of('/').sockets.values()];
    if (sockets.length === 0) return;
    const valid = await sessions.stillValid([...new Set(sockets.map(({ data }) => data.identity.sessionId))]);
    signOut(sockets.filter(({ data }) => !valid.has(data.identity.sessionId)));
  };
  const timer = setInterval(() => {
    check().catch((error: unknown) =>
      log.warn({ err: error }, 'sessions could not be checked; trying again in a minute'),
    );
  }, interval);
  return { stop: () => clearInterval(timer) };
};
