import { cn } from '../../../../_ui/class-names.ts';

const [width, height] = [60, 16];

/** A small curve of the latest values, from zero up. Without enough of them there is only its line. */
export const Sparkline = ({
  values,
  least,
  className,
}: {
  values: readonly number[];
  least: number;
  className?: string;
}) => {
  const top = Math.max(least, ...values);
  const step = width / Math.max(1, values.length - 1);
  const shown = values.length > 1 ? values : [0, 0];
  const points = shown.map((value, place) => {
    const x = shown === values ? place * step : place * width;
    return `${x.toFixed(1)},${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`;
  });
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={cn('h-4 w-full text-accent', className)}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
};
