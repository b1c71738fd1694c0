'use client';

import { useCallback, useEffect, useRef } from 'react';
import { useLive } from '../../../_live/core/hooks.ts';
import type { Timeline } from '../../../_live/messages/timeline.ts';
import { useLatest } from '../../use-latest.ts';
import type { ScrollKeeper } from './scroll-keeper.ts';

/** Pages are asked for this many pixels before they come into sight. */
const ahead = 1_200;
/** How long the first rows take to be measured. Rows put above them meanwhile would undo the placing. */
const settling = 200;

type NearLoadingOptions = {
  id: string;
  timeline: Timeline;
  keeper: ScrollKeeper;
  generation: number;
  /** Puts the reader where the conversation opens. */
  place: () => void;
};

/**
 * Loads older and newer messages as they come near.
 * @returns checks whether something is near now
 */
export const useNearLoading = ({ id, timeline, keeper, generation, place }: NearLoadingOptions): (() => void) => {
  const live = useLive();
  const latest = useLatest(timeline);
  const settled = useRef(false);
  const loadNear = useCallback(() => {
    const { status, hasOlder, hasNewer, loadingOlder, loadingNewer } = latest.current;
    if (!settled.current || status !== 'ready') return;
    const { fromStart, fromEnd } = keeper.distances;
    if (fromStart < ahead && hasOlder && !loadingOlder) void live.loadOlder(id);
    if (fromEnd < ahead && hasNewer && !loadingNewer) void live.loadNewer(id);
  }, [live, id, keeper, latest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation is placed anew
  useEffect(() => {
    if (timeline.status !== 'ready') return;
    settled.current = false;
    // React's strict mode mounts the list twice, and the second one starts at the top again.
    const frame = requestAnimationFrame(place);
    const timer = setTimeout(() => {
      settled.current = true;
      loadNear();
    }, settling);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [timeline.status, generation, loadNear, place]);
  return loadNear;
};
