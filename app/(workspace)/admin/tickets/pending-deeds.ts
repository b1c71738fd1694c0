'use client';

import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Rejection } from '../../../../protocol/index.ts';

/** What a deed will have made of a ticket. */
export type Wished = Partial<Pick<Rejection, 'state' | 'assigneeId'>>;

const pending = createStore<Readonly<Record<string, Wished>>>(() => ({}));

/** Shows a deed before the server has answered; when it has, what it says holds. */
export const expectDeed = (id: string, wished: Wished): (() => void) => {
  pending.setState({ [id]: wished });
  return () =>
    pending.setState(
      (now) => (now[id] === wished ? Object.fromEntries(Object.entries(now).filter(([key]) => key !== id)) : now),
      true,
    );
};

/** A ticket as it will be when what is on its way has arrived, at this moment. */
export const expected = (rejection: Rejection): Rejection => ({ ...rejection, ...pending.getState()[rejection.id] });

/** Like {@link expected}, as it is shown. */
export const useExpected = (rejection: Rejection): Rejection => {
  const wished = useStore(pending, (all) => all[rejection.id]);
  return useMemo(() => (wished ? { ...rejection, ...wished } : rejection), [rejection, wished]);
};
