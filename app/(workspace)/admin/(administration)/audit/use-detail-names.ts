'use client';

import { useMemo } from 'react';
import type { AuditEntry } from '../../../../../protocol/index.ts';
import { usePeople } from '../../../../_live/people/hooks.ts';
import { useConversations } from '../../../../_live/rooms/hooks.ts';

/** Of things, or of pictures. */
const id = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/;
/** Where an entry names people. Elsewhere an id is that of something else, and is not asked for. */
const ofPeople = ['owner', 'was', 'person', 'of', 'subjectId', 'actorId'];
const shown = 6;

/** @returns writes a value of an entry's detail: by name what is known here, and of other ids the end */
export const useDetailNames = ({ detail }: AuditEntry): ((value: unknown) => string) => {
  const { conversations } = useConversations();
  const ids = useMemo(
    () => ofPeople.map((key) => detail[key]).filter((value) => typeof value === 'string' && id.test(value)) as string[],
    [detail],
  );
  const people = usePeople(ids);
  return (value) => {
    if (typeof value !== 'string') return JSON.stringify(value);
    if (!id.test(value)) return value;
    const known = people.find((person) => person?.id === value) ?? conversations.find((room) => room.id === value);
    return known?.name ?? `…${value.slice(-shown)}`;
  };
};
