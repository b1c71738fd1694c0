'use client';

import { useMemo } from 'react';
import { encode } from 'uqr';
import { cn } from '../_ui/class-names.ts';

/** Dark on light also in a dark page: not every camera reads it the other way round. */
export const QrCode = ({ text, label, className }: { text: string; label: string; className?: string }) => {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: 2 });
    const dark = code.data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: code.size, path: dark.join('') };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={cn('rounded-md bg-white', className)}
    >
      <path d={path} fill="#000" />
    </svg>
  );
};
