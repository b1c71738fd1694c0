import { foldForSearch, limits } from '../../protocol/index.ts';

/** A part of a name that people abbreviate by its first letter: a word, or a Chinese character with its readings. */
type Unit = { text: string; readings: readonly string[] };

const han = /\p{Script=Han}/u;
const units = /\p{Script=Han}|[^\s\p{P}\p{Script=Han}]+/gu;
/** Characters of a name are read in a few ways; names are short, and all combinations of long ones are worth nothing. */
const mostReadings = 3;
const mostCombinations = 12;

// Its dictionary is large, and most installations never need it.
const readingsOf = async (text: string): Promise<string[][]> => {
  const { polyphonic } = await import('pinyin-pro');
  return polyphonic(text, { toneType: 'none', type: 'array' });
};

const readings = async (character: string): Promise<string[]> => {
  const [found = []] = await readingsOf(character);
  return [...new Set(found.map((reading) => foldForSearch(reading.replaceAll('ü', 'v'))))].slice(0, mostReadings);
};

const unitsOf = (name: string): Promise<Unit[]> =>
  Promise.all(
    [...name.matchAll(units)].map(async ([text]) => ({
      text: foldForSearch(text),
      readings: han.test(text) ? await readings(text) : [foldForSearch(text)],
    })),
  );

/** Every way to read the units, as far as there are not too many: what comes first is read most often. */
const combinations = (all: readonly Unit[]): string[][] =>
  all.reduce<string[][]>(
    (before, { readings: ways }) =>
      ways.flatMap((way) => before.map((one) => [...one, way])).slice(0, mostCombinations),
    [[]],
  );

const fromEach = (parts: readonly string[]): string[] => parts.map((_, from) => parts.slice(from).join(''));
const firstLetter = (part: string): string => [...part][0] ?? '';

/**
 * What a name begins with, and each of its parts: as it is written, as its characters are read in pinyin, and by initials. Who
 * types the beginning of one of them finds the name.
 */
export const searchKeys = async (name: string): Promise<string[]> => {
  const all = await unitsOf(name);
  const read = combinations(all);
  const written = all.map(({ text }) => text);
  const initials = all.length < 2 ? [] : [written, ...read].map((parts) => parts.map(firstLetter).join(''));
  // As people type 欧阳 Feng: oyfeng.
  const mixed = read.map((parts) =>
    parts.map((part, at) => (han.test(written[at] ?? '') ? firstLetter(part) : part)).join(''),
  );
  const keys = [
    written.join(''),
    ...read.map((parts) => parts.join('')),
    ...initials,
    ...mixed,
    ...[written, ...read].flatMap(fromEach),
  ];
  const cut = keys.map((key) => [...key].slice(0, limits.searchKey).join('')).filter((key) => key !== '');
  return [...new Set(cut)].slice(0, limits.searchKeys);
};
