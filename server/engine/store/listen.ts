import type { ClientBase } from 'pg';

/**
 * Listens to a connection for as long as somebody has it. PostgreSQL may end it between two statements, or right behind an answer; an
 * error that nobody hears would end the process. Whatever is asked on it next fails.
 */
export const listenTo = (client: ClientBase): { fault(): Error | undefined; stop(): void } => {
  let heard: Error | undefined;
  const onError = (error: Error) => {
    heard = error;
  };
  client.on('error', onError);
  return {
    fault: () => heard,
    stop: () => {
      client.off('error', onError);
    },
  };
};
