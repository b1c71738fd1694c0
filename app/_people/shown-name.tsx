import { cn } from '../_ui/class-names.ts';

type ShownNameProps = { name: string; mark?: string | undefined; className?: string };

/** A name inside other text: whatever it is written in, it turns and reaches no further than itself. */
export const ShownName = ({ name, mark, className }: ShownNameProps) => (
  <span className={cn('truncate', className)}>
    <bdi>{name}</bdi>
    {mark === undefined ? null : <span className="ml-1 font-normal text-faint text-xs tabular-nums"> #{mark}</span>}
  </span>
);
