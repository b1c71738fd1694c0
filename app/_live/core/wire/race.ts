import type { Socket } from 'socket.io-client';

/** Milliseconds before one more attempt is made beside those that were not answered yet. */
const pace = 1_500;

type Race = {
  /** Makes a socket that is not open yet. */
  make: () => Socket;
  /** How many may be tried beside each other. */
  attempts: number;
  /** Called with the one that was let in first; nobody listens to it yet. */
  won: (socket: Socket) => void;
  /** Called when a server refused one, or when none is left. */
  lost: (error: unknown) => void;
};

/**
 * Opens a socket. An instance that hangs takes connections and never answers, and a load balancer does not notice: so a
 * second attempt is made beside the first, and the first one that is let in is taken.
 * @returns gives up
 */
export const raceToOpen = (
  { make, attempts, won, lost }: Race,
  isRefusal: (error: unknown) => boolean,
): (() => void) => {
  const running = new Set<Socket>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = () => {
    clearTimeout(timer);
    for (const socket of running) {
      socket.off();
      socket.disconnect();
    }
    running.clear();
  };

  const begin = (left: number) => {
    const socket = make();
    running.add(socket);
    socket.once('connect', () => {
      running.delete(socket);
      end();
      socket.off();
      won(socket);
    });
    const failed = (error: unknown) => {
      running.delete(socket);
      socket.off();
      if (running.size > 0 && !isRefusal(error)) return;
      end();
      lost(error);
    };
    socket.once('connect_error', failed);
    // Cut after the transport was there, and before anybody was let in: no error of connecting, for Socket.IO.
    socket.once('disconnect', failed);
    socket.connect();
    if (left > 1) timer = setTimeout(() => begin(left - 1), pace);
  };

  begin(attempts);
  return end;
};
