'use client';

import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Person } from '../../../protocol/index.ts';
import { useLive, useLiveState, useStableIds } from '../core/hooks.ts';
import type { LiveState } from '../slices.ts';

/** A person's name and picture; asked for when not known yet. */
export const usePerson = (id: string): Person | undefined => {
  const live = useLive();
  const person = useLiveState((state) => state.people[id]);
  const known = person !== undefined;
  useEffect(() => {
    if (!known) live.needPeople([id]);
  }, [live, id, known]);
  return person;
};

export const usePeople = (ids: readonly string[]): readonly (Person | undefined)[] => {
  const live = useLive();
  const wanted = useStableIds(ids);
  const people = useLiveState(useShallow((state: LiveState) => wanted.map((id) => state.people[id])));
  useEffect(() => live.needPeople(wanted), [live, wanted]);
  return people;
};

/** Ids that belong to nobody any more, of the people who were asked for. */
export const useGonePeople = (): Readonly<Record<string, true>> => useLiveState((state) => state.gonePeople);
