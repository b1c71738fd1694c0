import type { Message } from '../../../protocol/index.ts';
import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import { historyAnswered, openDue } from './history.ts';
import { closeConversation, jump, loadNewer, loadOlder, showEnd } from './loads.ts';
import { beginAnew, followConversation, forgetAnswers, forgetConversation, resume, takeOver, turnTo } from './logs.ts';
import { type MessagesMethods, methods } from './methods.ts';
import { learnMessage, receiveHead, receiveMessages } from './receive.ts';
import { changesAnswered, holeTimer } from './repair.ts';
import { initial, type MessagesState } from './state.ts';

type Events =
  | { readonly type: 'open-conversation'; readonly conversationId: string }
  | { readonly type: 'close-conversation'; readonly conversationId: string }
  | { readonly type: 'jump'; readonly conversationId: string; readonly seq: number | null }
  | { readonly type: 'load-older'; readonly conversationId: string }
  | { readonly type: 'load-newer'; readonly conversationId: string };

type Facts =
  /** These messages are in the log, wherever they were met; those of the user need not be sent any more. */
  | { readonly type: 'messages:seen'; readonly messages: readonly Message[] }
  /** This is what they say by now, in or ahead of their place in the log. */
  | { readonly type: 'messages:changed'; readonly messages: readonly Message[] }
  /** The log was taken up to its end without its changes. */
  | { readonly type: 'messages:skipped'; readonly conversationId: string };

type History = {
  readonly part: 'window' | 'older' | 'newer';
  readonly generation: number;
  readonly cursor: number;
};

export const messages: Slice<{
  state: MessagesState;
  event: Events;
  fact: Facts;
  ask: Question<'message:changes'> | Question<'message:history', History>;
  timer: 'hole' | 'open';
  methods: MessagesMethods;
}> = {
  initial,
  on: {
    'open-conversation': (turn, { conversationId }) => turnTo(turn, conversationId),
    'close-conversation': (turn, { conversationId }) => closeConversation(turn, conversationId),
    jump: (turn, { conversationId, seq }) => jump(turn, conversationId, seq),
    'load-older': (turn, { conversationId }) => loadOlder(turn, conversationId),
    'load-newer': (turn, { conversationId }) => loadNewer(turn, conversationId),
    send: (turn, { entry }) => showEnd(turn, entry.conversationId),
    'room:told': (turn, { conversation }) => followConversation(turn, conversation),
    'room:gone': (turn, { conversationId }) => forgetConversation(turn, conversationId),
    synced: (turn, { data }) => takeOver(turn, data),
    resumed: (turn, { isFirst }) => resume(turn, isFirst),
    lost: forgetAnswers,
    'began-anew': beginAnew,
    'server:messages': receiveMessages,
    'server:head': (turn, { conversationId, version }) => receiveHead(turn, conversationId, version),
    'learned:message:send': learnMessage,
    'learned:message:edit': learnMessage,
    'learned:message:delete': learnMessage,
    'learned:message:react': learnMessage,
    'answer:message:send': (turn, _ask, result) => result.ok && learnMessage(turn, result.data),
    'answer:message:changes': changesAnswered,
    'answer:message:history': historyAnswered,
    'timer:hole': holeTimer,
    'timer:open': openDue,
  },
  methods,
};
