'use client';

import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { firstLimits as limits } from '../../../../protocol/first-limits.ts';
import { isVisible } from '../../../../protocol/visible.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useTimeline } from '../../../_live/messages/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { later } from '../../../_ui/later.tsx';
import { LengthNote } from '../../../_ui/length-note.tsx';
import { GrowingTextarea } from './growing-textarea.tsx';
import { isSending } from './keys.ts';
import { useWriting } from './use-writing.ts';

const ReplyBanner = later(() => import('./reply-banner.tsx'));
const Completion = later(() => import('./completion.tsx'));

type ComposerProps = {
  id: string;
  conversation: LiveConversation | undefined;
  name: string;
  replyTo: TimelineMessage | null;
  onReplyDone: () => void;
  onEdit: (messageId: string | null) => void;
};

const useLastOwn = (id: string) => {
  const me = useMe();
  const { items } = useTimeline(id);
  return () =>
    items.findLast(
      ({ state, message }) => state === 'sent' && message.authorId === me.id && message.deletedAt === null,
    );
};

// On phones the focus would raise the on-screen keyboard over what is to be read.
const useFocus = (field: RefObject<HTMLTextAreaElement | null>, replyTo: TimelineMessage | null) => {
  // What had been begun is gone on with at its end.
  useEffect(() => field.current?.setSelectionRange(field.current.value.length, field.current.value.length), [field]);
  useEffect(() => {
    if (replyTo || window.matchMedia('(hover: hover)').matches) field.current?.focus();
  }, [field, replyTo]);
};

export const Composer = ({ id, conversation, name, replyTo, onReplyDone, onEdit }: ComposerProps) => {
  const t = useTranslations('composer');
  const live = useLive();
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(id, field);
  const { written, body, completion } = writing;
  const lastOwn = useLastOwn(id);
  useFocus(field, replyTo);
  const excess = body.length - limits.messageBody;
  const canSend = isVisible(body) && excess <= 0 && conversation !== undefined;

  const send = () => {
    if (!canSend) return;
    live.send(id, body, replyTo?.id ? { replyToId: replyTo.id } : {});
    writing.clear();
    onReplyDone();
  };
  const editLast = (event: KeyboardEvent) => {
    const last = lastOwn();
    if (!last) return;
    event.preventDefault();
    onEdit(last.message.id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    writing.selectMention(event);
    if (completion.completesWith(event)) return event.preventDefault();
    if (isSending(event)) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && written.text === '' && !event.altKey) editLast(event);
    else if (event.key === 'Escape' && replyTo) onReplyDone();
  };

  return (
    <div className="shrink-0 px-5 pb-4 max-sm:px-2 max-sm:pb-[max(8px,env(safe-area-inset-bottom))]">
      <div className="relative rounded-lg border border-control bg-canvas focus-within:border-accent-ink focus-within:shadow-[0_0_0_1px_var(--accent-ink)]">
        {completion.props ? <Completion id={listId} conversation={conversation} {...completion.props} /> : null}
        {replyTo ? <ReplyBanner message={replyTo} onCancel={onReplyDone} /> : null}
        <div className="flex items-end gap-1 p-1">
          <GrowingTextarea
            ref={field}
            aria-label={t('label', { name })}
            placeholder={t('placeholder', { name })}
            aria-controls={completion.active ? listId : undefined}
            aria-activedescendant={completion.active ?? undefined}
            data-composer=""
            aria-autocomplete="list"
            aria-invalid={excess > 0 || undefined}
            enterKeyHint="send"
            {...writing.fieldProps}
            onKeyDown={onKeyDown}
            className="min-h-8 px-2 py-[5px] max-sm:min-h-11 max-sm:py-[11px]"
          />
          <IconButton
            label={t('send')}
            kind={canSend ? 'primary' : 'ghost'}
            disabled={!canSend}
            onClick={() => {
              send();
              field.current?.focus();
            }}
          >
            <SendHorizontal />
          </IconButton>
        </div>
      </div>
      <LengthNote id={`${listId}-length`} length={body.length} most={limits.messageBody} />
    </div>
  );
};
