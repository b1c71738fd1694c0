'use client';

import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../protocol/limits.ts';
import { type LiveConversation, type TimelineMessage, useLive, useMe, useTimeline } from '../../../_live/hooks.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { toBody } from '../_message-text/mentions.ts';
import { GrowingTextarea } from './growing-textarea.tsx';
import { isComposing, isSending } from './keys.ts';
import { ReplyBanner } from './reply-banner.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { useDraft } from './use-draft.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

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

export const Composer = ({ id, conversation, name, replyTo, onReplyDone, onEdit }: ComposerProps) => {
  const t = useTranslations('composer');
  const live = useLive();
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [{ text, mentions }, setDraft] = useDraft(id);
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const { completing, suggestions, dismiss } = useSuggestions(conversation, text, cursor);
  const lastOwn = useLastOwn(id);
  const body = toBody(text.trim(), mentions);
  const excess = body.length - limits.messageBody;
  const canSend = body !== '' && excess <= 0 && conversation !== undefined;
  const current = Math.min(active, suggestions.length - 1);
  const chosen = suggestions[current];

  useEffect(() => {
    // On phones this would raise the on-screen keyboard over what is to be read.
    if (replyTo || window.matchMedia('(hover: hover)').matches) field.current?.focus();
  }, [replyTo]);

  // A completion replaces the text, which puts the browser's cursor at its end.
  const cursorAfter = useRef<number | null>(null);
  useLayoutEffect(() => {
    const at = cursorAfter.current;
    cursorAfter.current = null;
    if (at !== null) field.current?.setSelectionRange(at, at);
  });

  const write = (next: string, at: number) => {
    setDraft({ text: next, mentions });
    setCursor(at);
    setActive(0);
    if (next.trim() !== '') live.typing(id);
  };
  const send = () => {
    if (!canSend) return;
    live.send(id, body, replyTo?.id ? { replyToId: replyTo.id } : {});
    setDraft({ text: '', mentions: [] });
    setCursor(0);
    onReplyDone();
  };
  const complete = (suggestion: Suggestion) => {
    if (!completing) return;
    const word = suggestion.kind === 'person' ? `@${suggestion.person.name} ` : `${suggestion.emoji} `;
    const next = `${text.slice(0, completing.start)}${word}${text.slice(cursor)}`;
    const at = completing.start + word.length;
    const added = suggestion.kind === 'person' ? [{ id: suggestion.person.id, name: suggestion.person.name }] : [];
    setDraft({ text: next, mentions: [...mentions, ...added] });
    setCursor(at);
    setActive(0);
    cursorAfter.current = at;
  };
  const completesWith = (event: KeyboardEvent): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!chosen || isComposing(event)) return false;
    if (step !== undefined) setActive((current + step + suggestions.length) % suggestions.length);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') complete(chosen);
    else if (event.key === 'Escape') dismiss();
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (completesWith(event)) return event.preventDefault();
    if (isSending(event)) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && text === '' && !isComposing(event) && !event.altKey) {
      const last = lastOwn();
      if (!last) return;
      event.preventDefault();
      onEdit(last.key);
    } else if (event.key === 'Escape' && replyTo) onReplyDone();
  };

  return (
    <div className="shrink-0 px-5 pb-4 max-sm:px-2 max-sm:pb-[max(8px,env(safe-area-inset-bottom))]">
      <div className="relative rounded-lg border border-control bg-canvas focus-within:border-accent-ink focus-within:shadow-[0_0_0_1px_var(--accent-ink)]">
        <SuggestionList id={listId} suggestions={suggestions} active={current} onChoose={complete} />
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
            onChange={(event) => write(event.target.value, event.target.selectionStart)}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
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
