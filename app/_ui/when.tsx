'use client';

import { useMoments, useNow } from './moments.ts';

/** A moment as one says it; pointed at, to the second. */
export const When = ({ at: iso }: { at: string }) => {
  const moments = useMoments();
  const now = useNow('minute');
  const at = Date.parse(iso);
  return (
    <time dateTime={iso} title={moments.full(at)}>
      {now === 0 ? null : moments.ago(at, now)}
    </time>
  );
};
