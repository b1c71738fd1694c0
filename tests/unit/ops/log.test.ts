import { afterEach, expect, it } from 'vitest';
import { createLogger, takeOverConsole } from '../../../server/engine/ops/log.ts';

const written: string[] = [];
const log = createLogger('info', 'test', { write: (line) => void written.push(line) });
let giveBack = () => {};

afterEach(() => {
  giveBack();
  giveBack = () => {};
  written.length = 0;
});

/** What reads the log reads lines; what shows it is a terminal. */
const printable = /^[^\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]*\n$/u;

it('a line can neither be broken nor drawn on, whatever it is about', () => {
  const hostile = 'a\n{"level":30,"msg":"forged"}\u001b[2K\u009b2K\u2028\u202Eb\u007f';
  log.warn({ name: hostile, [hostile]: 1 }, hostile);
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(printable);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 40, name: hostile, msg: hostile, instance: 'test' });
});

it('what a library writes to the console is one line of the log, without colours', () => {
  giveBack = takeOverConsole(log);
  console.error('\u001b[31m# SERVER_ERROR:\u001b[0m ', new Error('first\nsecond'));
  console.warn('a %s', 'b\nc', { d: 1 });
  expect(written).toHaveLength(2);
  for (const line of written) expect(line).toMatch(printable);
  const [error, warning] = written.map((line) => JSON.parse(line));
  expect(error).toMatchObject({ level: 50, err: { message: 'first\nsecond' } });
  expect(error.msg).toMatch(/^# SERVER_ERROR: /);
  expect(error.msg).not.toContain('\u001b');
  expect(warning).toMatchObject({ level: 40, msg: 'a b\nc { d: 1 }' });
});
