import { readFile, writeFile } from 'node:fs/promises';
import { faults } from './faults/all.ts';
import type { Result } from './results.ts';

const file = new URL('../../docs/reliability.md', import.meta.url);
const [begin, end] = ['<!-- table: npm run chaos -- --write -->', '<!-- end of table -->'];

const cell = (value: string | number): string => String(value).replaceAll('|', '\\|');
const row = (cells: readonly (string | number)[]): string => `| ${cells.map(cell).join(' | ')} |`;

const notesOf = ({ notes }: Result): string =>
  Object.entries(notes)
    .filter(([name, value]) => value !== 0 && name !== 'jumps')
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');

const verdictOf = ({ violations }: Result): string =>
  violations.length === 0 ? 'holds' : `**${violations.length} violations**, first: ${violations[0]}`;

const head = [
  ...['fault', 'besides the checker', 'seconds', 'sends', 'acknowledged', 'lost', 'doubled', 'misordered'],
  ...['gap p50 / p99 / max, ms', 'measured besides', 'result', 'reproduce'],
];

const rowOf = (result: Result): string => {
  const fault = faults.find(({ name }) => name === result.fault);
  const { gap } = result;
  return row([
    ...[fault?.title ?? result.fault, fault?.besides ?? '', result.seconds, result.sends, result.acknowledged],
    ...[result.lost, result.doubled, result.misordered, `${gap.p50} / ${gap.p99} / ${gap.max}`],
    ...[notesOf(result), verdictOf(result), `\`npm run chaos -- --only ${result.fault} --seed ${result.seed}\``],
  ]);
};

const tableOf = (results: Record<string, Result>): string => {
  const ordered = faults.flatMap(({ name }) => results[name] ?? []);
  const places = new Set(ordered.map(({ machine, date, commit }) => `${date}, commit ${commit}, on ${machine}`));
  return [
    row(head),
    row(head.map((_, n) => (n >= 2 && n <= 7 ? '---:' : '---'))),
    ...ordered.map(rowOf),
    '',
    ...[...places].map((place) => `Run on ${place}.`),
  ].join('\n');
};

/** Puts the table into docs/reliability.md, between its marks. */
export const writeTable = async (results: Record<string, Result>): Promise<void> => {
  const text = await readFile(file, 'utf8');
  const [from, until] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || until === -1) throw new Error('docs/reliability.md has no place for the table');
  await writeFile(file, `${text.slice(0, from + begin.length)}\n\n${tableOf(results)}\n\n${text.slice(until)}`);
};
