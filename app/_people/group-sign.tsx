import { cn } from '../_ui/class-names.ts';

type GroupSignProps = { count: number; className?: string };

/** Stands where a picture is, for a direct conversation of several people: how many they are. */
export const GroupSign = ({ count, className }: GroupSignProps) => (
  <span
    aria-hidden
    className={cn(
      'grid size-6 shrink-0 place-items-center rounded-sm bg-sunken font-semibold text-soft text-xs tabular-nums',
      className,
    )}
  >
    {count}
  </span>
);
