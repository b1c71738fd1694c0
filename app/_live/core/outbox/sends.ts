import type { Message, Result } from '../../../../protocol/index.ts';
import { isRetryable } from '../../../../protocol/result.ts';
import type { AskOf } from '../events.ts';
import type { Turn } from '../turn.ts';
import { flush, idleLane, putEntry, removeEntry, setLane } from './entries.ts';

const rest = (turn: Turn, id: string, retryAfterMs: number | undefined) => {
  const lane = turn.state.outbox.lanes[id] ?? idleLane;
  setLane(turn, id, { inFlight: null, attempts: lane.attempts + 1, resting: true });
  turn.timer('lane', id, retryAfterMs === undefined ? turn.backoff(lane.attempts) : turn.jittered(retryAfterMs));
};

const refused = (turn: Turn, ask: AskOf<'message:send'>, error: Extract<Result<Message>, { ok: false }>['error']) => {
  const { conversationId, clientId } = ask.payload;
  // Without a session nothing is wrong with the message: it goes out after the next sign-in.
  if (isRetryable(error) || error.code === 'unauthenticated') return rest(turn, conversationId, error.retryAfterMs);
  const entry = turn.state.outbox.entries.find((one) => one.clientId === clientId);
  if (entry) putEntry(turn, { ...entry, status: 'failed', error });
  setLane(turn, conversationId, idleLane);
  flush(turn, conversationId);
};

export const sendAnswered = (turn: Turn, ask: AskOf<'message:send'>, result: Result<Message>) => {
  const { conversationId, clientId } = ask.payload;
  const { outbox } = turn.state;
  // It left already, because the message itself came first.
  const isInFlight = outbox.lanes[conversationId]?.inFlight === clientId;
  if (result.ok) {
    if (isInFlight) setLane(turn, conversationId, idleLane);
    if (outbox.entries.some((entry) => entry.clientId === clientId)) removeEntry(turn, clientId);
    return flush(turn, conversationId);
  }
  if (isInFlight) refused(turn, ask, result.error);
};
