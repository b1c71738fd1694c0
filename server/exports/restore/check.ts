import { createHash } from 'node:crypto';
import { formatNumber, Line, type LineOf } from '../format.ts';
import type { Counts } from '../text.ts';
import { readLines } from './lines.ts';

/** What a file says of itself, when all of it holds. */
export type Checked = { header: LineOf<'header'>; end: LineOf<'end'>; lines: number };

const parse = (bytes: Buffer, number: number): Line => {
  try {
    return Line.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'is none that an export has';
    throw new Error(`line ${number} ${why}`, { cause: error });
  }
};

const headerOf = (line: Line): LineOf<'header'> => {
  if (line.type !== 'header') throw new Error('line 1 is not the first line of an export');
  if (line.format > formatNumber)
    throw new Error(`the file has format ${line.format}, and this version knows ${formatNumber}: use a later version`);
  return line;
};

const complaintOf = (end: LineOf<'end'>, counts: Counts, sha256: string): string | null => {
  if (end.sha256 !== sha256) return 'the file is not what was written: its hash is another one';
  const types = new Set([...Object.keys(end.counts), ...Object.keys(counts)]);
  const wrong = [...types].find((type) => (end.counts[type] ?? 0) !== (counts[type] ?? 0));
  return wrong === undefined ? null : `the file has another number of lines of type ${wrong} than it says`;
};

/**
 * Reads all of a file: each line is one that an export has, and their number and hash are what its end says.
 * @throws Error that says which line is wrong, and how
 */
export const checkFile = async (path: string): Promise<Checked> => {
  const hash = createHash('sha256');
  const counts: Counts = {};
  let header: LineOf<'header'> | undefined;
  let end: LineOf<'end'> | undefined;
  let number = 0;
  for await (const bytes of readLines(path)) {
    number += 1;
    if (end !== undefined) throw new Error(`line ${number} is behind the end of the export`);
    const line = parse(bytes, number);
    if (header === undefined) header = headerOf(line);
    else if (line.type === 'header') throw new Error(`line ${number} begins another export`);
    else if (line.type === 'end') {
      end = line;
      continue;
    } else counts[line.type] = (counts[line.type] ?? 0) + 1;
    hash.update(bytes);
  }
  if (header === undefined) throw new Error('the file is empty');
  if (end === undefined) throw new Error('the file has no last line: it was cut off');
  const complaint = complaintOf(end, counts, hash.digest('hex'));
  if (complaint !== null) throw new Error(complaint);
  return { header, end, lines: number };
};
