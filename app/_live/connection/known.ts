import { firstLimits as limits } from '../../../protocol/first-limits.ts';
import type { PayloadInput } from '../../../protocol/index.ts';
import type { LiveState } from '../slices.ts';

/**
 * How far this client has got, and the last message it has of what is shown: by that an instance can tell that the database
 * was put back to an earlier state.
 */
export const known = ({ connection: { epoch }, logs, feed, personal }: LiveState): PayloadInput<'sync'> => {
  if (epoch === null) return {};
  const shown = Object.entries(logs).map(([log, { cursor: version, window }]) => {
    const { seq, id } = window?.messages.at(-1) ?? {};
    return { log, version, seq, id };
  });
  // Those of which most is known first.
  const some = shown.sort((one, other) => (other.seq ?? -1) - (one.seq ?? -1));
  return {
    epoch,
    known: [
      { log: 'own', version: personal.cursor },
      ...(feed ? [{ log: 'feed', version: feed.cursor }] : []),
      ...some,
    ].slice(0, limits.knownLogs),
  };
};
