import type { ContractError } from '../../../../protocol/index.ts';

/** Whether trying again would fail again: nothing is written there any more, at least not by this person. */
export const isFinal = (error: ContractError | undefined): boolean =>
  error?.data?.reason === 'archived' || error?.data?.reason === 'removed' || error?.data?.reason === 'left';
