const emoji = /^\p{RGI_Emoji}$/v;
const textStyle = /\uFE0E/g;
const emojiStyle = '\uFE0F';
const unmarked = /(?=\p{Emoji})\P{Emoji_Presentation}(?![\uFE0F\p{Emoji_Modifier}])/gu;

/** Whether a text is exactly one emoji of those that Unicode recommends for general interchange. */
export const isEmoji = (value: string): boolean => emoji.test(value);

/**
 * One form for one emoji: what is an emoji but for the mark that it be drawn as one (❤ is also a letter) gets that mark.
 * @returns the emoji, or the text as it was when it is none
 */
export const asEmoji = (value: string): string => {
  if (isEmoji(value)) return value;
  const bare = value.normalize('NFC').replace(textStyle, '');
  const marked = bare.replace(unmarked, `$&${emojiStyle}`);
  return isEmoji(bare) ? bare : isEmoji(marked) ? marked : value;
};
