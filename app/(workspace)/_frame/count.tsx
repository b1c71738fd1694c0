import { cn } from '../../_ui/class-names.ts';

type CountProps = { count: number; label: string; urgent?: boolean; className?: string };

const most = 99;

/** A number of things that wait; nothing when there are none. */
export const Count = ({ count, label, urgent = false, className }: CountProps) =>
  count === 0 ? null : (
    <span
      className={cn(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 font-semibold text-[11px] tabular-nums leading-none',
        urgent ? 'bg-danger text-on-danger' : 'bg-accent text-on-accent',
        className,
      )}
    >
      <span aria-hidden>{count > most ? `${most}+` : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
