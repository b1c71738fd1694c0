import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import {
  askPeople,
  forgetPeople,
  learnPeople,
  needPeople,
  peopleAnswered,
  personDeleted,
  personOf,
  receivePerson,
} from './people.ts';
import { initial, type PeopleState } from './state.ts';

export type PeopleMethods = {
  /** Asks for the names of people who are not known yet. */
  needPeople(userIds: readonly string[]): void;
};

export const people: Slice<{
  state: PeopleState;
  event: { readonly type: 'need-people'; readonly userIds: readonly string[] };
  fact: never;
  ask: Question<'people:list'>;
  timer: 'people';
  methods: PeopleMethods;
}> = {
  initial,
  on: {
    'need-people': (turn, { userIds }) => needPeople(turn, userIds),
    synced: (turn, { data }) => learnPeople(turn, [personOf(data.me)]),
    resumed: (turn, { isFirst }) => isFirst && askPeople(turn),
    lost: forgetPeople,
    'server:person': receivePerson,
    'server:person:deleted': personDeleted,
    'learned:profile:update': (turn, me) => learnPeople(turn, [personOf(me)]),
    'learned:people:list': (turn, { people }) => learnPeople(turn, people),
    'learned:ticket:assignees': (turn, { people }) => learnPeople(turn, people),
    'answer:people:list': peopleAnswered,
    'timer:people': askPeople,
  },
  methods: ({ dispatch }) => ({ needPeople: (userIds) => dispatch({ type: 'need-people', userIds }) }),
};
