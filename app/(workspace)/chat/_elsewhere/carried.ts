import { type Mention, nothingWritten, type Written } from '../_message-text/written.ts';

// Large rooms do not tell who is in them: there, as in their composer, everybody can be meant.
const meantAmong = (mentions: readonly Mention[], memberIds: readonly string[]): readonly Mention[] =>
  memberIds.length === 0 ? mentions : mentions.filter(({ id }) => memberIds.includes(id));

/**
 * What stands in a composer after `written` was carried there: below what had been begun, which is kept as it is. Who is no
 * member there is named, and not meant.
 * @param draft what had been begun there
 * @param memberIds of the conversation it is carried to; empty when they are not known
 */
export const carried = (written: Written, draft: Written | null, memberIds: readonly string[]): Written => {
  const { text, mentions } = draft ?? nothingWritten;
  const above = text.trim() === '' ? '' : text.endsWith('\n') ? text : `${text}\n`;
  const coming = meantAmong(written.mentions, memberIds);
  return {
    text: `${above}${written.text}`,
    mentions: [
      ...(above === '' ? [] : mentions),
      ...coming.map((mention) => ({ ...mention, start: mention.start + above.length })),
    ],
  };
};
