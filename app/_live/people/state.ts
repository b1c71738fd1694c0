import type { Me, Person } from '../../../protocol/index.ts';
import { personOf } from './people.ts';

export type PeopleState = {
  readonly people: Readonly<Record<string, Person>>;
  /** People to ask for, and people asked for; who was not found is not asked for again. */
  readonly wantedPeople: readonly string[];
  readonly askedPeople: Readonly<Record<string, true>>;
  /** People who were asked for and are nobody: their accounts were removed. */
  readonly gonePeople: Readonly<Record<string, true>>;
};

export const initial = (me: Me): PeopleState => ({
  people: { [me.id]: personOf(me) },
  wantedPeople: [],
  askedPeople: {},
  gonePeople: {},
});
