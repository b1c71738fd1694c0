import type { Message, Reaction } from '../../../protocol/index.ts';
import type { LiveMessage, LiveReaction } from './state.ts';

// Of many people only the latest are named.
const isCrowded = ({ count }: Reaction): boolean => count !== undefined;

const hasCrowded = ({ reactions }: Message): boolean => reactions.some(isCrowded);

/** Whether one of a reaction's people is the user. */
export const isMine = ({ userIds, mine }: LiveReaction, meId: string): boolean => mine ?? userIds.includes(meId);

const withMine = (message: Message, mineOf: (reaction: LiveReaction) => boolean): LiveMessage => ({
  ...message,
  reactions: message.reactions.map((reaction) => {
    if (!isCrowded(reaction)) return reaction;
    return { ...reaction, mine: mineOf(reaction) };
  }),
});

/** A message that was told to the user alone: it names them wherever they have reacted. */
export const toldToMe = (message: Message, meId: string): LiveMessage =>
  hasCrowded(message) ? withMine(message, ({ userIds }) => userIds.includes(meId)) : message;

/** The same of several; the same list when there is nothing to say of them. */
export const allToldToMe = (messages: readonly Message[], meId: string): readonly LiveMessage[] =>
  messages.some(hasCrowded) ? messages.map((message) => toldToMe(message, meId)) : messages;

// They stand in the order in which they reacted. If the first of those named before who is named now stood before the user,
// the user would be named as well: the reaction was taken back on another device.
const wasTakenBack = ({ userIds }: Reaction, before: Reaction, meId: string): boolean => {
  const first = userIds.map((id) => before.userIds.indexOf(id)).find((place) => place !== -1);
  return first !== undefined && first < before.userIds.indexOf(meId);
};

/**
 * A newer state of a message. What goes to everybody is the same for all, and need not name the user among many who
 * reacted alike: then what was known of them still holds.
 */
export const withOwnReactions = (known: LiveMessage, change: LiveMessage, meId: string): LiveMessage => {
  if (!hasCrowded(change)) return change;
  return withMine(change, (reaction) => {
    if (reaction.mine !== undefined || reaction.userIds.includes(meId)) return isMine(reaction, meId);
    const before = known.reactions.find(({ emoji }) => emoji === reaction.emoji);
    return before !== undefined && isMine(before, meId) && !wasTakenBack(reaction, before, meId);
  });
};

/**
 * A message of which a later state is known already, after the user reacted or took that back: the later state was told to
 * everybody, and only this answer says what it is to the user.
 */
export const withOwnAnswer = (known: LiveMessage, answer: Message, meId: string): LiveMessage => {
  const isOwn = ({ emoji, userIds }: Reaction) =>
    userIds.includes(meId) || answer.reactions.some((told) => told.emoji === emoji && told.userIds.includes(meId));
  const isRight = known.reactions.every(
    (reaction) => !isCrowded(reaction) || isMine(reaction, meId) === isOwn(reaction),
  );
  return isRight ? known : withMine(known, isOwn);
};
