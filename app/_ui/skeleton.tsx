import { cn } from './class-names.ts';

export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn('animate-pulse rounded-md bg-sunken', className)} />
);
