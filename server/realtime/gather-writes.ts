import type { Socket } from './socket.ts';

/**
 * Lets the frames that a socket sends in one turn of the event loop leave in one system call: the acknowledgements of
 * a group commit and its event mostly come together. Measured: see docs/performance.md.
 */
export const gatherWrites = ({ conn, request }: Socket): void => {
  const raw = request.socket;
  let gathering = false;
  conn.on('flush', () => {
    if (gathering) return;
    gathering = true;
    raw.cork();
    process.nextTick(() => {
      gathering = false;
      raw.uncork();
    });
  });
};
