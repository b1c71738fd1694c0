import { cn } from '../../../_ui/class-names.ts';
import { lookOf, reasonName } from './reason-colours.ts';

/** The mark of a reason, the same in the strip, the rows and the drawer. */
export const ReasonMark = ({ reasonCode }: { reasonCode: string | null }) => {
  const { background, shape } = lookOf(reasonCode);
  return <span aria-hidden className={cn('size-2 shrink-0', background, shape)} />;
};

/** A reason by its name; the code is told when it is pointed at. */
export const ReasonSign = ({ reasonCode }: { reasonCode: string }) => (
  <span className="flex min-w-0 items-center gap-2" title={reasonCode}>
    <ReasonMark reasonCode={reasonCode} />
    <bdi className="truncate">{reasonName(reasonCode)}</bdi>
  </span>
);
