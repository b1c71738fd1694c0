import { readFile, writeFile } from 'node:fs/promises';

/** Puts what a bench found last in the place of what it found before. @returns all that is kept in this file, by bench */
export const keep = async <Item>(file: URL, name: string, item: Item): Promise<Record<string, Item>> => {
  const all = { ...(await readKept<Item>(file)), [name]: item };
  await writeFile(file, `${JSON.stringify(all)}\n`);
  return all;
};

const readKept = async <Item>(file: URL): Promise<Record<string, Item>> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, Item>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};
