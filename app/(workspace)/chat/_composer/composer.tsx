'use client';

import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../protocol/limits.ts';
import { type LiveConversation, type TimelineMessage, useLive, useMe, useTimeline } from '../../../_live/hooks.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { GrowingTextarea } from './growing-textarea.tsx';
import { isComposing, isSending } from './keys.ts';
import { ReplyBanner } from './reply-banner.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { useWriting } from './use-writing.ts';

type ComposerProps = {
  id: string;
  conversation: LiveConversation | undefined;
  name: string;
  replyTo: TimelineMessage | null;
  onReplyDone: () => void;
  onEdit: (key: string) => void;
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
const useFocus = (field: RefObject<HTMLTextAreaElement | null>, replyTo: TimelineMessage | null) =>
  useEffect(() => {
    if (replyTo || window.matchMedia('(hover: hover)').matches) field.current?.focus();
  }, [field, replyTo]);

export const Composer = ({ id, conversation, name, replyTo, onReplyDone, onEdit }: ComposerProps) => {
  const t = useTranslations('composer');
  const live = useLive();
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(id, conversation, field);
  const { text, body, suggestions, active, chosen } = writing;
  const lastOwn = useLastOwn(id);
  useFocus(field, replyTo);
  const excess = body.length - limits.messageBody;
  const canSend = body !== '' && excess <= 0 && conversation !== undefined;

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
    onEdit(last.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (writing.completesWith(event)) return event.preventDefault();
    if (isSending(event)) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && text === '' && !isComposing(event) && !event.altKey) editLast(event);
    else if (event.key === 'Escape' && replyTo) onReplyDone();
  };

  return (
    <div className="shrink-0 px-5 pb-4 max-sm:px-2 max-sm:pb-[max(8px,env(safe-area-inset-bottom))]">
      <div className="relative rounded-lg border border-control bg-canvas focus-within:border-accent-ink focus-within:shadow-[0_0_0_1px_var(--accent-ink)]">
        <SuggestionList id={listId} suggestions={suggestions} active={active} onChoose={writing.complete} />
        {replyTo ? <ReplyBanner message={replyTo} onCancel={onReplyDone} /> : null}
        <div className="flex items-end gap-1 p-1">
          <GrowingTextarea
            ref={field}
            aria-label={t('label', { name })}
            placeholder={t('placeholder', { name })}
            aria-controls={suggestions.length > 0 ? listId : undefined}
            aria-activedescendant={chosen ? `${listId}-${chosen.key}` : undefined}
            aria-autocomplete="list"
            aria-invalid={excess > 0 || undefined}
            enterKeyHint="send"
            value={text}
            onChange={(event) => writing.write(event.target.value, event.target.selectionStart)}
            onSelect={(event) => writing.setCursor(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            className="min-h-8 flex-1 bg-transparent px-2 py-[5px] outline-none max-sm:min-h-11 max-sm:py-[11px]"
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
      {excess > 0 ? (
        <p role="alert" className="pt-1 text-danger-ink text-sm">
          {t('tooLong', { count: excess })}
        </p>
      ) : null}
    </div>
  );
};
