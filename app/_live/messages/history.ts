import type { Result } from '../../../protocol/index.ts';
import { failure, isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../core/events.ts';
import { advance, goBack, knowHead } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';
import { counted, covers } from '../rooms/counts.ts';
import { setCounts } from '../rooms/state.ts';
import { applyChanges, isLoading } from './changes.ts';
import { isCurrent, loadWindow } from './loads.ts';
import { mostChanges, watchHole } from './repair.ts';
import { type ConversationLog, type LiveMessage, type MessageWindow, setLog } from './state.ts';
import { appendPage, applyMessages, prependPage, windowOf } from './window.ts';

type Page = { messages: readonly LiveMessage[]; version: number; hasOlder: boolean; hasNewer: boolean };

const placed = (log: ConversationLog, part: AskOf<'message:history'>['part'], page: Page): MessageWindow | null => {
  if (part === 'window') return windowOf(page);
  if (!log.window) return null;
  return part === 'older' ? prependPage(log.window, page) : appendPage(log.window, page);
};

/**
 * The counts at the version of a page that was loaded instead of the changes up to it. Where it does not reach from the
 * mark to the end, what changed beside it is not known.
 */
const count = (turn: Turn, id: string, before: ConversationLog, page: Page, window: MessageWindow | null) => {
  const info = turn.state.conversations[id];
  if (!info || page.version <= info.version) return;
  const after = { window, cursor: page.version };
  const { info: next } = counted(info, page.messages, turn.state.me.id, before, after);
  const isExact = !page.hasNewer && window !== null && covers(window, next.readSeq, next.lastSeq);
  setCounts(turn, id, { info: next, isExact });
};

/**
 * A page is the state at `page.version`. What was applied since it was asked for may be newer than the page and is
 * applied again; if the page is older than the cursor was when it was asked for, the cursor goes back to it.
 * The newest page moves the cursor up to its version, for there is nothing before it that is shown and not in it;
 * any other page leaves that to the changes, which also bring the counts, unless there are too many of them.
 */
const takeIn = (turn: Turn, ask: AskOf<'message:history'>, log: ConversationLog, page: Page) => {
  const id = ask.payload.conversationId;
  const window = placed(log, ask.part, page);
  const later = log.recorded.filter(({ version }) => version > page.version);
  const done: ConversationLog = {
    ...knowHead(log, page.version),
    window: window && applyMessages(window, later, turn.state.me.id),
    ...(ask.part === 'window' ? { opening: null } : {}),
    ...(ask.part === 'older' ? { loadingOlder: false } : {}),
    ...(ask.part === 'newer' ? { loadingNewer: false } : {}),
  };
  const settled = isLoading(done) ? done : { ...done, recorded: [] };
  const isWhole = ask.part === 'window' && (!page.hasNewer || page.version - log.cursor > mostChanges);
  const moved = isWhole ? advance(settled, page.version) : { log: settled, ready: [] };
  if (isWhole) count(turn, id, log, page, done.window);
  if (isWhole && page.version > log.cursor) turn.tell({ type: 'messages:skipped', conversationId: id });
  applyChanges(
    turn,
    id,
    page.version < ask.cursor ? goBack(moved.log, page.version) : moved.log,
    moved.ready.flatMap(({ messages }) => messages),
  );
  watchHole(turn, id);
};

/** Ends a load without a page; what was recorded for it goes unless another one needs it. */
const endLoad = (turn: Turn, id: string, patch: Partial<ConversationLog>) => {
  setLog(turn, id, patch);
  const log = turn.state.logs[id];
  if (log && !isLoading(log)) setLog(turn, id, { recorded: [] });
};

const refused = (turn: Turn, ask: AskOf<'message:history'>, error: Extract<Result<Page>, { ok: false }>['error']) => {
  const id = ask.payload.conversationId;
  const opening = turn.state.logs[id]?.opening;
  if (ask.part === 'older') return endLoad(turn, id, { loadingOlder: false });
  if (ask.part === 'newer') return endLoad(turn, id, { loadingNewer: false });
  if (!opening) return;
  const state = isRetryable(error) ? 'waiting' : 'failed';
  endLoad(turn, id, { opening: { place: opening.place, state, ...(state === 'failed' ? { error } : {}) } });
  if (state === 'waiting') turn.timer('open', id, turn.jittered(error.retryAfterMs ?? 1_000));
};

export const historyAnswered = (turn: Turn, ask: AskOf<'message:history'>, result: Result<Page>) => {
  const log = turn.state.logs[ask.payload.conversationId];
  if (!log || !isCurrent(turn, ask)) return;
  if (!result.ok) return refused(turn, ask, result.error);
  const { messages, hasOlder, hasNewer } = result.data;
  if (ask.part === 'window' && messages.length === 0 && (hasOlder || hasNewer)) {
    return refused(turn, ask, failure('internal', 'an empty page that is neither the first nor the last').error);
  }
  turn.tell({ type: 'messages:seen', messages });
  const current = turn.state.logs[ask.payload.conversationId];
  if (current) takeIn(turn, ask, current, result.data);
};

export const openDue = (turn: Turn, id: string) => {
  const opening = turn.state.logs[id]?.opening;
  if (opening?.state === 'waiting') loadWindow(turn, id, opening.place);
};
