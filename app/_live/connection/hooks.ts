'use client';

import { useShallow } from 'zustand/react/shallow';
import type { Me } from '../../../protocol/index.ts';
import { useLiveState } from '../core/hooks.ts';
import type { LiveState } from '../slices.ts';
import type { Phase } from './state.ts';

/** The connection as a user should know of it; `retryAt` is in milliseconds since the epoch. */
export const useConnection = (): { phase: Phase; retryAt: number | null; degraded: boolean } =>
  useLiveState(useShallow(({ connection: { phase, retryAt, degraded } }: LiveState) => ({ phase, retryAt, degraded })));

/**
 * Whether what is not here yet is being asked for. Without a network, or when one attempt after the other fails, nothing is,
 * and a page says what it needs instead of promising something.
 */
export const useIsAsking = (): boolean =>
  useLiveState(({ connection: { phase, attempts } }) => phase !== 'offline' && attempts < 2);

/** Another one when the database was put back to an earlier state: what was asked for before is of a past that is gone. */
export const useEpoch = (): string | null => useLiveState(({ connection }) => connection.epoch);

export const useMe = (): Me => useLiveState((state) => state.me);
