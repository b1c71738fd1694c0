import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One place in the sources where another version says something else. */
export type Edit = {
  file: string;
  /** Occurs once in the file. */
  find: string | RegExp;
  /** In its place; after an expression `$1` is its first group. */
  put: string;
};

/** @throws Error that says which place is not there any more */
const applied = (text: string, { file, find, put }: Edit): string => {
  const count =
    typeof find === 'string' ? text.split(find).length - 1 : [...text.matchAll(new RegExp(find, 'g'))].length;
  if (count !== 1)
    throw new Error(
      `tests/chaos/versions/next.ts: ${file} has ${count} places that are “${find}”, and should have one. Say there what the next version changes in the present text`,
    );
  return typeof find === 'string' ? text.replace(find, () => put) : text.replace(find, put);
};

/** @returns the new text of each file that is changed */
export const editedFiles = async (root: string, edits: readonly Edit[]): Promise<Map<string, string>> => {
  const files = new Map<string, string>();
  for (const edit of edits) {
    const text = files.get(edit.file) ?? (await readFile(join(root, edit.file), 'utf8'));
    files.set(edit.file, applied(text, edit));
  }
  return files;
};

/** Changes the sources in a folder. */
export const applyEdits = async (root: string, edits: readonly Edit[]): Promise<void> => {
  for (const [file, text] of await editedFiles(root, edits)) await writeFile(join(root, file), text);
};
