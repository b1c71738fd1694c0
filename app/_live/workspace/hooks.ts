'use client';

import type { Doers, Workspace } from '../../../protocol/index.ts';
import { useLiveState } from '../core/hooks.ts';
import type { LiveState } from '../slices.ts';

/** What is known of the workspace; null where no instance has said anything yet. */
export const useWorkspace = (): Workspace | null => useLiveState((state) => state.workspace);

const isDoer = ({ me }: LiveState, doers: Doers | undefined): boolean =>
  me.role === 'admin' || (me.role !== 'guest' && doers !== 'admins');

/** Whether one may make rooms here. */
export const useMayMakeRooms = (): boolean => useLiveState((state) => isDoer(state, state.workspace?.roomsBy));

/** Whether one may invite people here. */
export const useMayInvite = (): boolean => useLiveState((state) => isDoer(state, state.workspace?.invitesBy));

/** Whether one may look for rooms that anybody can join, and put others into rooms: everybody but guests, who are where they were put. */
export const useMayBrowse = (): boolean => useLiveState(({ me }) => me.role !== 'guest');

/** Whether one is an admin, and something is left of the first minutes. */
export const useHasFirstSteps = (): boolean =>
  useLiveState(
    ({ me, workspace }) => me.role === 'admin' && workspace?.steps.some((step) => step !== 'other') === true,
  );
