import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const door = join(import.meta.dirname, '../../../server/doors/socketio');

/** What one does to a library's private parts. */
const ways =
  /\bReflect\.(?:get|set|apply)\(|\bnew Proxy\(|removeAllListeners\(|\.transport\.\w+\s*=(?!=)|\bas unknown as\b/;

it('nothing outside its folder reaches into Engine.IO, ws or the adapter', async () => {
  const files = (await readdir(door, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const found: string[] = [];
  for (const file of files) if (ways.test(await readFile(join(door, file), 'utf8'))) found.push(file);
  expect(found.filter((file) => !file.startsWith('internals/'))).toEqual([]);
  expect(found.length).toBeGreaterThan(0);
});
