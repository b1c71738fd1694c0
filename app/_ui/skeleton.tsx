import { cn } from './class-names.ts';

type SkeletonProps = {
  className?: string;
  /** Nobody asked for what is to come here. */
  still?: boolean;
};

/** Where something is to come. It pulses only while it is being asked for: never without a connection. */
export const Skeleton = ({ className, still = false }: SkeletonProps) => (
  <div
    aria-hidden
    className={cn('rounded-md bg-sunken', !still && 'animate-pulse in-data-[still]:animate-none', className)}
  />
);
