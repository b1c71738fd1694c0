import { createReadStream } from 'node:fs';
import { limits } from '../../../protocol/index.ts';

const lineFeed = 0x0a;
/** Bytes of one line at most: a picture, or a message with all that is in it, is far smaller. */
const longest = 10 * limits.exportPartBytes;

/**
 * The lines of a file, each with its line feed. Only that ends a line: in a text there may be other signs that separate lines.
 * @throws Error for a line that no export has, and for a last one without its end
 */
export async function* readLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = text.indexOf(lineFeed); at !== -1; at = text.indexOf(lineFeed, from)) {
      yield text.subarray(from, at + 1);
      from = at + 1;
    }
    rest = text.subarray(from);
    if (rest.length > longest) throw new Error(`a line is longer than ${longest} bytes`);
  }
  if (rest.length > 0) throw new Error('the last line has no end: the file was cut off');
}
