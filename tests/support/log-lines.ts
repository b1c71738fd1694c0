import { pino } from 'pino';
import type { Logger } from '../../server/engine/ops/log.ts';

/** A log that a test can read: what the server said at level warn and above. */
export const collectLog = (): { log: Logger; lines: () => { msg: string; level: number }[] } => {
  const written: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => written.push(line) });
  return { log, lines: () => written.map((line) => JSON.parse(line)) };
};
