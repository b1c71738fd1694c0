'use client';

import { useIsAsking } from '../../../_live/connection/hooks.ts';
import { later } from '../../../_ui/later.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { Unsent } from './unsent.tsx';

const NeedsConnection = later(() => import('./needs-connection.tsx'));

const widths = [62, 38, 71, 45, 55, 30, 66, 48];

/** Skeletons of what is to come, and below them what one has written and is not sent yet. */
export const TimelineLoading = ({ id }: { id: string }) => {
  const isAsking = useIsAsking();
  return (
    <div className="flex min-h-full flex-col justify-end gap-5 pb-4">
      {isAsking ? <Coming /> : <NeedsConnection />}
      <Unsent id={id} />
    </div>
  );
};

const Coming = () =>
  widths.map((width) => (
    <div key={width} className="flex gap-3 px-5">
      <Skeleton className="size-9" />
      <div className="flex flex-1 flex-col gap-2 pt-1">
        <Skeleton className="h-3 w-28" />
        <div style={{ width: `${width}%` }}>
          <Skeleton className="h-3" />
        </div>
      </div>
    </div>
  ));
