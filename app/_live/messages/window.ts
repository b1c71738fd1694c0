import { withOwnReactions } from './own-reactions.ts';
import type { LiveMessage as Message, MessageWindow } from './state.ts';

const bySeq = (a: Message, b: Message) => a.seq - b.seq;

const nextSeq = (window: MessageWindow): number => {
  const last = window.messages[window.messages.length - 1];
  return last ? last.seq + 1 : 1;
};

/** Appends what is next in line, and keeps the rest waiting. */
const settle = (messages: Message[], ahead: Message[], window: MessageWindow): MessageWindow => {
  ahead.sort(bySeq);
  let next = nextSeq({ ...window, messages });
  let taken = 0;
  for (let message = ahead[taken]; message && message.seq <= next; message = ahead[taken]) {
    if (message.seq === next) {
      messages.push(message);
      next += 1;
    }
    taken += 1;
  }
  return { ...window, messages, ahead: ahead.slice(taken) };
};

const putAhead = (ahead: Message[], message: Message, meId: string): void => {
  const at = ahead.findIndex(({ seq }) => seq === message.seq);
  const known = ahead[at];
  if (!known) ahead.push(message);
  else if (known.version < message.version) ahead[at] = withOwnReactions(known, message, meId);
};

/**
 * Takes in current states of messages, in any order and any number of times.
 * Older states than the known ones change nothing; newer messages are shown once all before them are there.
 */
export const applyMessages = (window: MessageWindow, changes: readonly Message[], meId: string): MessageWindow => {
  const first = window.messages[0]?.seq ?? nextSeq(window);
  let next = nextSeq(window);
  let messages: Message[] | null = null;
  let ahead: Message[] | null = null;
  for (const change of changes) {
    if (change.seq < first) continue;
    if (change.seq >= next) {
      if (!window.attached) continue;
      if (change.seq === next && !ahead && window.ahead.length === 0) {
        messages ??= [...window.messages];
        messages.push(change);
        next += 1;
        continue;
      }
      ahead ??= [...window.ahead];
      putAhead(ahead, change, meId);
      continue;
    }
    const at = change.seq - first;
    const known = (messages ?? window.messages)[at];
    if (!known || known.version >= change.version) continue;
    messages ??= [...window.messages];
    messages[at] = withOwnReactions(known, change, meId);
  }
  if (ahead) return settle(messages ?? [...window.messages], ahead, window);
  return messages ? { ...window, messages } : window;
};

/** The longest run without a hole that ends (or starts) at one end of a page. */
const runOf = (page: readonly Message[], end: 'first' | 'last'): Message[] => {
  const sorted = [...page].sort(bySeq);
  const breaks = sorted.flatMap((message, index) => {
    const before = sorted[index - 1];
    return before && message.seq !== before.seq + 1 ? [index] : [];
  });
  if (breaks.length === 0) return sorted;
  return end === 'first' ? sorted.slice(0, breaks[0]) : sorted.slice(breaks[breaks.length - 1]);
};

type Page = { messages: readonly Message[]; hasOlder: boolean; hasNewer: boolean };

/** A window that consists of one page. A page with a hole is cut there: what is beyond is loaded again. */
export const windowOf = (page: Page): MessageWindow => {
  const messages = runOf(page.messages, 'last');
  const whole = messages.length === page.messages.length;
  return { messages, hasOlder: page.hasOlder || !whole, attached: !page.hasNewer, ahead: [] };
};

/** Puts a page of older messages in front. What does not touch the window is left out. */
export const prependPage = (window: MessageWindow, page: Page): MessageWindow => {
  const first = window.messages[0];
  if (!first) return window;
  const older = runOf(
    page.messages.filter(({ seq }) => seq < first.seq),
    'last',
  );
  if (older.length === 0) return { ...window, hasOlder: page.hasOlder && page.messages.length > 0 };
  if (older[older.length - 1]?.seq !== first.seq - 1) return window;
  const whole = older.length === page.messages.length;
  return { ...window, messages: [...older, ...window.messages], hasOlder: page.hasOlder || !whole };
};

/** Puts a page of newer messages at the end of a window that does not reach the newest one. */
export const appendPage = (window: MessageWindow, page: Page): MessageWindow => {
  const next = nextSeq(window);
  const newer = runOf(
    page.messages.filter(({ seq }) => seq >= next),
    'first',
  );
  if (newer.length > 0 && newer[0]?.seq !== next) return window;
  const messages = newer.length === 0 ? window.messages : [...window.messages, ...newer];
  const last = page.messages.reduce((most, { seq }) => Math.max(most, seq), 0);
  const reached = !page.hasNewer && nextSeq({ ...window, messages }) > last;
  return { ...window, messages, attached: window.attached || reached };
};

export const holds = (window: MessageWindow, seq: number): boolean => {
  const first = window.messages[0];
  return first !== undefined && seq >= first.seq && seq < nextSeq(window);
};
