import { type Logger as Pino, pino, stdTimeFunctions } from 'pino';

export type Logger = Pino;

// An error of a driver carries its whole connection: pages of it, and whatever secrets it holds.
const describe = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    message: error.message,
    code: Reflect.get(error, 'code'),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describe(error.cause) }),
  };
};

/**
 * The structured log of this process, one JSON object per line on standard error, so that standard output stays
 * free for the one line a person waits for.
 * @param level least severity that is written
 * @param instance name of this instance, on every line
 */
export const createLogger = (level: string, instance: string): Logger =>
  pino(
    {
      level,
      base: { instance },
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: describe },
      redact: ['*.password', '*.token', '*.cookie', '*.authorization', '*.secret'],
    },
    pino.destination({ fd: 2, sync: true }),
  );
