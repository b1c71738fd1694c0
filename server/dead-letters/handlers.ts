import type { deadLetterEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { DeadLetterDesk } from './desk.ts';
import type { DeadLetterMending } from './mending.ts';
import type { DeadLetterRuns } from './runs.ts';

/** Letters that could not be read: for admins. */
export const deadLetterHandlers = ({
  desk,
  mending,
  runs,
}: {
  desk: DeadLetterDesk;
  mending: DeadLetterMending;
  runs: DeadLetterRuns;
}): HandlersOf<typeof deadLetterEvents> => ({
  'dead-letter:groups': (_caller, payload) => desk.groups(payload),
  'dead-letter:list': (_caller, payload) => desk.list(payload),
  'dead-letter:get': (_caller, payload) => desk.get(payload),
  'dead-letter:preview': (_caller, payload) => desk.preview(payload),
  'dead-letter:mend': (caller, payload) => mending.mend(caller, payload),
  'dead-letter:retry': (caller, payload) => runs.retry(caller, payload),
  'dead-letter:discard': (caller, payload) => runs.discard(caller, payload),
  'dead-letter:restore': (caller, payload) => runs.restore(caller, payload),
  'dead-letter:runs': () => runs.list(),
  'dead-letter:cancel': (caller, payload) => runs.cancel(caller, payload),
});
