import { type Logger as Pino, pino, stdTimeFunctions } from 'pino';

export type Logger = Pino;

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
      redact: ['*.password', '*.token', '*.cookie', '*.authorization', '*.secret'],
    },
    pino.destination({ fd: 2, sync: true }),
  );
