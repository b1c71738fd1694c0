import type { Message } from '../../protocol/index.ts';

/** What a message holds besides its envelope and its text, as it is stored. Null for one that is only text. */
export type Content = Readonly<Record<string, unknown>>;

/** @returns the fields of the contract that are made of the content */
export const shownOf = (_content: Content | null): Pick<Message, 'attachments'> => ({ attachments: [] });
