const more = String.raw`[\uFE0F\u{1F3FB}-\u{1F3FF}]*`;
// What is drawn as a picture by itself, or is told to be; © and ™ are signs of writing, whatever they are told.
const picture = String.raw`(?![©®™])(?:(?!\p{Regional_Indicator})\p{Emoji_Presentation}|\p{Extended_Pictographic}(?=[\uFE0F\u{1F3FB}-\u{1F3FF}]|\u200D\p{Extended_Pictographic}))`;
const emoji = [
  String.raw`\p{Regional_Indicator}{2}`,
  String.raw`[0-9#*]\uFE0F?\u20E3`,
  String.raw`\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}`,
  `${picture}${more}(?:\\u200D\\p{Extended_Pictographic}${more})*`,
].join('|');
const few = new RegExp(`^(?:(?:${emoji})\\s?){1,3}$`, 'u');

/** Whether a body is nothing but one to three emoji, which are then shown large. */
export const isJustEmoji = (body: string): boolean => body.length < 100 && few.test(body.trim());
