import type { MeEvent } from '../../../protocol/index.ts';
import { emptyCursor, type LogCursor } from '../core/log-cursor.ts';

export type PersonalState = {
  /** Follows the log of what is the user's own; what its entries say is with the slices that they are about. */
  readonly personal: LogCursor<MeEvent> & {
    /** Whether it was said where to begin; what comes before is held. */
    readonly begun: boolean;
  };
};

export const initial = (): PersonalState => ({ personal: { ...emptyCursor(0), begun: false } });
