import { forgetText, keptNames } from './texts.ts';

/** What is kept for one person: drafts of conversations (by conversation), of edits (by message), and notes (by ticket). */
const kinds = ['draft', 'edit', 'note'] as const;

/** The name under which something of one person is kept. */
export const personalName = (kind: (typeof kinds)[number], personId: string, id: string): string =>
  `${kind}:${personId}:${id}`;

const ownerOf = (name: string): string | null => {
  const [kind, personId] = name.split(':');
  return kinds.some((one) => one === kind) && personId ? personId : null;
};

/** Everybody for whom this browser keeps texts that they wrote. */
export const peopleWithTexts = (): string[] => [
  ...new Set(
    keptNames()
      .map(ownerOf)
      .filter((id) => id !== null),
  ),
];

export const forgetTextsOf = (personId: string): void => {
  for (const name of keptNames()) if (ownerOf(name) === personId) forgetText(name);
};
