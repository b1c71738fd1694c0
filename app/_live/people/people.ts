import { firstLimits as limits } from '../../../protocol/first-limits.ts';
import type { Me, Person, Result } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../core/events.ts';
import { type Turn, without } from '../core/turn.ts';

/** People wanted by the rows of one rendering are asked for together. */
const gatherDelay = 20;

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

export const personOf = ({ role: _role, ...person }: Me): Person => person;

export const learnPeople = (turn: Turn, people: readonly Person[]) => {
  const known = Object.fromEntries(people.map((person) => [person.id, person]));
  turn.set({ people: { ...turn.state.people, ...known } });
};

// Whoever was asked for by id and is not in the answer has no account any more.
const missPeople = (turn: Turn, ids: readonly string[]) => {
  const missing = ids.filter((id) => !turn.state.people[id]);
  if (missing.length === 0) return;
  const gone = Object.fromEntries(missing.map((id) => [id, true as const]));
  turn.set({ gonePeople: { ...turn.state.gonePeople, ...gone } });
};

/** Somebody has a new name or picture; who is not shown anywhere is not worth keeping. */
export const receivePerson = (turn: Turn, person: Person) => {
  if (turn.state.people[person.id]) learnPeople(turn, [person]);
};

/** Of somebody who is shown: what they said is of a deleted account from now on. */
export const personDeleted = (turn: Turn, { userId }: { userId: string }) => {
  if (!turn.state.people[userId]) return;
  turn.set({ people: without(turn.state.people, userId), gonePeople: { ...turn.state.gonePeople, [userId]: true } });
};

export const peopleAnswered = (turn: Turn, ask: AskOf<'people:list'>, result: Result<{ people: Person[] }>) => {
  if (result.ok) {
    learnPeople(turn, result.data.people);
    return missPeople(turn, ask.payload.ids ?? []);
  }
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
