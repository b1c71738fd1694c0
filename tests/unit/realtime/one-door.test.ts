import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const server = join(import.meta.dirname, '../../../server');

/** Every way Socket.IO has to put a socket into a room or take it out. */
const ways =
  /\b(?:socket|client|io|nsp|namespace)\w*(?:\.\w+(?:\([^)]*\))?)*\.(?:join|leave)\(|socketsJoin|socketsLeave|\.addAll\(|\.delAll\(/;

it('nothing but the one door puts sockets into rooms or takes them out', async () => {
  const files = (await readdir(server, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const found: string[] = [];
  for (const file of files) if (ways.test(await readFile(join(server, file), 'utf8'))) found.push(file);
  expect(found).toEqual(['doors/socketio/socket-rooms.ts']);
});
