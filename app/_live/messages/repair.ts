import { firstLimits as limits, timing } from '../../../protocol/first-limits.ts';
import type { Message, MessagesEvent, Result } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import { epochOf } from '../connection/state.ts';
import { recount } from '../connection/sync.ts';
import type { AskOf } from '../core/events.ts';
import { holeDue, knowHead, offer } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';
import { applyChanges } from './changes.ts';
import { reloadWindow } from './loads.ts';
import { allToldToMe } from './own-reactions.ts';
import { setLog } from './state.ts';

/** A larger gap is not fetched change by change: what is looked at is loaded again, of the rest only the counts. */
export const mostChanges = 500;

/** Waits before the same repair is asked for again after a refusal that should not happen. */
const slowRetry = 15_000;

const isStuck = (turn: Turn, id: string): boolean => {
  const log = turn.state.logs[id];
  return log?.window?.attached === true && log.window.ahead.length > 0 && log.cursor >= log.head;
};

/** Looks whether something is missing, and if so gives it a moment to come by itself. */
export const watchHole = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  if (!log || !turn.synced) return;
  // Everything was received and a message is missing all the same: never shown as a hole, always loaded again.
  if (isStuck(turn, id)) return reloadWindow(turn, id);
  if (log.cursor >= log.head) {
    if (log.repair?.kind === 'waiting') setLog(turn, id, { repair: null });
    return;
  }
  if (log.repair) return;
  setLog(turn, id, { repair: { kind: 'waiting', since: log.cursor } });
  turn.timer('hole', id, timing.clientHole);
};

export const holeTimer = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  if (!log || !turn.synced) return;
  const due = holeDue(log);
  if (due === 'ask') return askChanges(turn, id);
  if (log.repair?.kind !== 'waiting') return;
  setLog(turn, id, { repair: null });
  if (due === 'wait') watchHole(turn, id);
};

/** Asks for everything after the cursor. */
export const askChanges = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  if (!log || log.repair?.kind === 'asked') return;
  if (log.head - log.cursor > mostChanges) {
    setLog(turn, id, { repair: null });
    return log.window ? reloadWindow(turn, id) : recount(turn);
  }
  setLog(turn, id, { repair: { kind: 'asked' } });
  turn.ask({
    event: 'message:changes',
    payload: { conversationId: id, afterVersion: log.cursor, limit: limits.changesPage, ...epochOf(turn) },
  });
};

type Changes = { messages: readonly Message[]; version: number; complete: boolean };

const spanOf = (
  { conversationId, afterVersion }: AskOf<'message:changes'>['payload'],
  data: Changes,
): MessagesEvent => {
  const last = data.messages.reduce((most, { version }) => Math.max(most, version), afterVersion);
  const version = data.complete ? Math.max(last, data.version) : last;
  return { conversationId, after: afterVersion, version, messages: [...data.messages] };
};

const refused = (turn: Turn, id: string, delayMs: number) => {
  const log = turn.state.logs[id];
  if (!log) return;
  setLog(turn, id, { repair: { kind: 'waiting', since: log.cursor } });
  turn.timer('hole', id, delayMs);
};

export const changesAnswered = (turn: Turn, ask: AskOf<'message:changes'>, result: Result<Changes>) => {
  const id = ask.payload.conversationId;
  if (result.ok) turn.tell({ type: 'messages:seen', messages: result.data.messages });
  const log = turn.state.logs[id];
  if (!result.ok && result.error.code === 'not_found')
    return turn.tell({ type: 'room:gone', conversationId: id, byId: null });
  if (!log) return;
  if (!result.ok) {
    const { error } = result;
    return refused(turn, id, turn.jittered(isRetryable(error) ? (error.retryAfterMs ?? 1_000) : slowRetry));
  }
  const messages = allToldToMe(result.data.messages, turn.state.me.id);
  const span = spanOf(ask.payload, { ...result.data, messages });
  // A page that brings nothing and is not complete would be asked for again at once, for ever.
  const isStill = !result.data.complete && span.version === span.after;
  // So would be what the log has not come to any more.
  if (isStill || result.data.version < span.after) return refused(turn, id, turn.jittered(1_000));
  const { log: moved, ready } = offer({ ...log, repair: null }, span);
  applyChanges(
    turn,
    id,
    knowHead(moved, result.data.version),
    ready.flatMap(({ messages }) => messages),
  );
  const now = turn.state.logs[id];
  if (!result.data.complete && now && now.cursor < now.head) askChanges(turn, id);
  else watchHole(turn, id);
};
