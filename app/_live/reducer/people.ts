import type { Person, PresenceState, Result } from '../../../protocol/index.ts';
import { limits, timing } from '../../../protocol/limits.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../events.ts';
import { type Turn, without } from '../turn.ts';

/** People wanted by the rows of one rendering are asked for together. */
const gatherDelay = 20;
/** The others are told again this often while the user goes on typing. */
const typingRenewal = timing.typing / 2;

export const needPeople = (turn: Turn, userIds: readonly string[]) => {
  const { people, askedPeople, wantedPeople } = turn.state;
  const wanted = new Set(wantedPeople);
  const fresh = userIds.filter((id) => !people[id] && !askedPeople[id] && !wanted.has(id));
  if (fresh.length === 0) return;
  turn.set({ wantedPeople: [...wantedPeople, ...new Set(fresh)] });
  turn.gather('people', '', gatherDelay);
};

export const askPeople = (turn: Turn) => {
  const { wantedPeople, askedPeople } = turn.state;
  if (!turn.synced || wantedPeople.length === 0) return;
  const asked = Object.fromEntries(wantedPeople.map((id) => [id, true as const]));
  turn.set({ wantedPeople: [], askedPeople: { ...askedPeople, ...asked } });
  for (let at = 0; at < wantedPeople.length; at += limits.peoplePage) {
    const ids = wantedPeople.slice(at, at + limits.peoplePage);
    turn.ask({ event: 'people:list', payload: { ids, limit: limits.peoplePage } });
  }
};

export const learnPeople = (turn: Turn, people: readonly Person[]) => {
  const known = Object.fromEntries(people.map((person) => [person.id, person]));
  turn.set({ people: { ...turn.state.people, ...known } });
};

export const peopleAnswered = (turn: Turn, ask: AskOf<'people:list'>, result: Result<{ people: Person[] }>) => {
  if (result.ok) return learnPeople(turn, result.data.people);
  if (!isRetryable(result.error)) return;
  const ids = ask.payload.ids ?? [];
  const askedPeople = ids.reduce((asked, id) => without(asked, id), turn.state.askedPeople);
  turn.set({ askedPeople, wantedPeople: [...turn.state.wantedPeople, ...ids] });
  turn.timer('people', '', turn.jittered(result.error.retryAfterMs ?? 1_000));
};

/** Whoever was asked for on a lost socket is asked for again on the next one. */
export const forgetPeople = (turn: Turn) => {
  const { wantedPeople, askedPeople, people } = turn.state;
  const unanswered = Object.keys(askedPeople).filter((id) => !people[id]);
  turn.set({ askedPeople: {}, wantedPeople: [...new Set([...wantedPeople, ...unanswered])] });
};

export const watchPresence = (turn: Turn, userIds: readonly string[]) => {
  turn.set({ watched: userIds.slice(0, limits.watchedPeople) });
  turn.gather('presence', '', gatherDelay);
};

export const askPresence = (turn: Turn) => {
  const { watched } = turn.state;
  if (turn.synced) turn.ask({ event: 'presence:watch', payload: { userIds: [...watched] } });
};

export const presenceAnswered = (turn: Turn, result: Result<Record<string, PresenceState>>) => {
  if (result.ok) return turn.set({ presence: { ...turn.state.presence, ...result.data } });
  if (isRetryable(result.error)) turn.timer('presence', '', turn.jittered(result.error.retryAfterMs ?? 1_000));
};

export const receivePresence = (turn: Turn, changes: readonly { userId: string; state: PresenceState }[]) => {
  const changed = Object.fromEntries(changes.map(({ userId, state }) => [userId, state]));
  turn.set({ presence: { ...turn.state.presence, ...changed } });
};

export const resumePeople = (turn: Turn) => {
  askPeople(turn);
  if (turn.state.watched.length > 0) askPresence(turn);
};

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
