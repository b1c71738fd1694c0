import { timing } from '../../../protocol/first-limits.ts';
import type { Message } from '../../../protocol/index.ts';
import { type Turn, without } from '../core/turn.ts';

/** The others are told again this often while the user goes on typing. */
const typingRenewal = timing.typing / 2;

type Marks = Readonly<Record<string, number>>;

const setTyping = (turn: Turn, id: string, marks: Marks) => {
  turn.set({ typing: { ...turn.state.typing, [id]: marks } });
  const next = Math.min(...Object.values(marks));
  if (Number.isFinite(next)) turn.timer('typing', id, Math.max(0, next - turn.moment.now));
};

export const receiveTyping = (turn: Turn, id: string, userId: string, typing: boolean) => {
  if (userId === turn.state.me.id) return;
  const marks = turn.state.typing[id] ?? {};
  const expires = turn.moment.now + timing.typing;
  setTyping(turn, id, typing ? { ...marks, [userId]: expires } : without(marks, userId));
};

export const expireTyping = (turn: Turn, id: string) => {
  const marks = Object.entries(turn.state.typing[id] ?? {});
  setTyping(turn, id, Object.fromEntries(marks.filter(([, expires]) => expires > turn.moment.now)));
};

export const typeIn = (turn: Turn, id: string) => {
  const { now } = turn.moment;
  if (!turn.synced) return;
  turn.timer('typing-off', id, timing.typing);
  if (now - (turn.state.ownTyping[id] ?? Number.NEGATIVE_INFINITY) < typingRenewal) return;
  turn.set({ ownTyping: { ...turn.state.ownTyping, [id]: now } });
  turn.ask({ event: 'typing', payload: { conversationId: id, typing: true } });
};

/** The user stopped; after a sent message the others have ended the mark themselves. */
export const typingOffDue = (turn: Turn, id: string) => {
  if (turn.state.ownTyping[id] === undefined) return;
  turn.set({ ownTyping: without(turn.state.ownTyping, id) });
  if (turn.synced) turn.ask({ event: 'typing', payload: { conversationId: id, typing: false } });
};

/** Whoever has sent something is not typing any more. */
export const stopTyping = (turn: Turn, id: string, messages: readonly Message[]) => {
  const typing = turn.state.typing[id];
  if (!typing) return;
  const rest = messages.reduce((marks, { authorId }) => without(marks, authorId), typing);
  if (rest !== typing) turn.set({ typing: { ...turn.state.typing, [id]: rest } });
};
