/** What an application hands over when somebody shares something; each may be empty. */
export type Shared = { title: string; text: string; url: string };

/** @returns what to write for it: each of its parts on a line, but for what another one holds, as many applications send things twice */
export const sharedText = ({ title, text, url }: Shared): string => {
  const parts = [title, text, url].map((part) => part.trim()).filter((part) => part !== '');
  const isSaidBy = (part: string, other: string) => other !== part && other.includes(part);
  return [...new Set(parts)].filter((part) => !parts.some((other) => isSaidBy(part, other))).join('\n');
};
