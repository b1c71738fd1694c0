import { format, stripVTControlCharacters } from 'node:util';
import { type Logger as Pino, pino, stdTimeFunctions } from 'pino';

export type Logger = Pino;

/** Takes whole lines. */
export type Destination = { write(line: string): void };

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

// JSON escapes what is below U+0020 only. Of the rest, some move the cursor of a terminal, some break lines for other
// readers, and some turn the text around: whoever may name a room must not be able to draw in the operator's log.
const unsafe = /[\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;
const escaped = (line: string): string =>
  line.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The structured log of this process, one JSON object per line on standard error, so that standard output stays
 * free for the one line a person waits for.
 * @param level least severity that is written
 * @param instance name of this instance, on every line
 * @param destination where the lines go, default: standard error
 */
export const createLogger = (
  level: string,
  instance: string,
  destination: Destination = pino.destination({ fd: 2, sync: true }),
): Logger =>
  pino(
    {
      level,
      base: { instance },
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: describe },
      redact: ['*.password', '*.token', '*.cookie', '*.authorization', '*.secret'],
    },
    { write: (line: string) => destination.write(escaped(line)) },
  );

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error', trace: 'debug' } as const;

/**
 * Makes one line of the log of whatever a library writes to the console by itself, so that every line of standard error is
 * JSON. @returns gives the console back
 */
export const takeOverConsole = (log: Logger): (() => void) => {
  const names = Object.keys(levels) as (keyof typeof levels)[];
  const own = names.map((name) => [name, console[name]] as const);
  for (const name of names)
    console[name] = (...values: unknown[]) => {
      const err = values.find((value) => value instanceof Error);
      log[levels[name]]({ ...(err && { err }), console: true }, stripVTControlCharacters(format(...values)).trim());
    };
  return () => {
    for (const [name, write] of own) console[name] = write;
  };
};
