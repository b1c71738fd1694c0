import type { Question } from '../events.ts';
import type { Slice } from '../slice.ts';
import {
  clear,
  contractDue,
  discard,
  forget,
  found,
  kept,
  laneDue,
  leading,
  loaded,
  lost,
  putElsewhere,
  readStorage,
  resume,
  retry,
  send,
  settle,
} from './entries.ts';
import type { OutboxEntry, TabNews } from './entry.ts';
import { methods, type OutboxMethods } from './methods.ts';
import { sendAnswered } from './sends.ts';
import { initial, type OutboxState } from './state.ts';

type Events =
  | { readonly type: 'send'; readonly entry: OutboxEntry }
  | { readonly type: 'retry'; readonly clientId: string }
  | { readonly type: 'discard'; readonly clientId: string }
  | { readonly type: 'outbox:loaded'; readonly entries: readonly OutboxEntry[] }
  /** An answer of the storage that nobody waited for any more. */
  | { readonly type: 'outbox:found'; readonly entries: readonly OutboxEntry[] }
  | { readonly type: 'outbox:kept'; readonly kept: boolean }
  | { readonly type: 'outbox:leading'; readonly leading: boolean }
  | { readonly type: 'tab'; readonly news: TabNews };

/** What was written and is not acknowledged yet. */
export const outbox: Slice<{
  state: OutboxState;
  event: Events;
  /** Another instance is asked for. */
  fact: { readonly type: 'elsewhere' };
  ask: Question<'message:send'>;
  timer: 'lane' | 'contract';
  methods: OutboxMethods;
}> = {
  initial,
  on: {
    send: (turn, { entry }) => send(turn, entry),
    retry: (turn, { clientId }) => retry(turn, clientId),
    discard: (turn, { clientId }) => discard(turn, clientId),
    'outbox:loaded': (turn, { entries }) => loaded(turn, entries),
    'outbox:found': (turn, { entries }) => found(turn, entries),
    'outbox:kept': (turn, { kept: now }) => kept(turn, now),
    'outbox:leading': (turn, { leading: now }) => leading(turn, now),
    tab: (turn, { news }) => {
      if (news.kind === 'put') putElsewhere(turn, news.entry);
      if (news.kind === 'removed') forget(turn, news.clientId);
    },
    started: readStorage,
    leave: clear,
    lost,
    resumed: (turn, { isFirst }) => isFirst && resume(turn),
    'messages:seen': (turn, { messages }) => settle(turn, messages),
    'answer:message:send': sendAnswered,
    'timer:lane': laneDue,
    'timer:contract': contractDue,
  },
  methods,
};
