import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pages } from './server.ts';

const types = new Map([
  ['.js', 'application/javascript; charset=UTF-8'],
  ['.css', 'text/css; charset=UTF-8'],
]);
const typeOf = (path: string) => types.get(path.slice(path.lastIndexOf('.')));

/** Which built files lie there in Brotli, too: address → path. Only these are ever read. */
const filesBelow = async (directory: string): Promise<Map<string, string>> => {
  const found = await readdir(directory, { recursive: true }).catch(() => []);
  return new Map(
    found
      .filter((name) => name.endsWith('.br'))
      .map((name) => [`/_next/static/${name.slice(0, -3).replaceAll('\\', '/')}`, join(directory, name)]),
  );
};

/**
 * Sends what the build compressed (scripts/build/brotli.ts) to browsers that take Brotli, and leaves the rest to `next`.
 * @param directory the build's `static` folder
 */
export const precompressed = async (directory: string, next: Pages): Promise<Pages> => {
  const files = await filesBelow(directory);
  const show: Pages['show'] = async (request, response) => {
    const address = request.url ?? '';
    const [path, type] = [files.get(address), typeOf(address)];
    const takesBrotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    if (!path || !type || !takesBrotli || request.method !== 'GET') return next.show(request, response);
    const { size } = await stat(path);
    response.writeHead(200, {
      'content-type': type,
      'content-length': size,
      'content-encoding': 'br',
      vary: 'Accept-Encoding',
      // The name holds a hash of the content.
      'cache-control': 'public, max-age=31536000, immutable',
    });
    await pipeline(createReadStream(path), response);
  };
  return { ...next, show };
};
