'use client';

import { Copy, Pencil, Reply, Route, SmilePlus, Trash2 } from 'lucide-react';
import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useNames } from '../../../_people/names.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { later } from '../../../_ui/later.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../../_ui/popover.tsx';
import { toast } from '../../../_ui/toast.ts';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';
import { MessageExtras } from './message-extras.ts';
import { useReact } from './use-react.ts';

const Confirm = later(() => import('../../../_ui/confirm.tsx'));
const HowItCame = later(() => import('./how-it-came.tsx'));
const EmojiGrid = later(() => import('../_emoji/emoji-grid.tsx'));

type MessageToolbarProps = {
  message: TimelineMessage;
  canWrite: boolean;
  onEdit: () => void;
  onReply: () => void;
  /** Keeps the toolbar while something that it opened is open. */
  onHold: (held: boolean) => void;
};

const ReactButton = ({ messageId, onHold }: { messageId: string; onHold: (held: boolean) => void }) => {
  const t = useTranslations();
  const react = useReact();
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    onHold(next);
  };
  const choose = (emoji: string) => {
    change(false);
    void react(messageId, emoji, true);
  };
  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverTrigger asChild>
        <IconButton label={t('message.react')} size="icon-sm">
          <SmilePlus />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t('message.emoji.title')}>
        <EmojiGrid onChoose={choose} />
      </PopoverContent>
    </Popover>
  );
};

const DeleteButton = ({ messageId, onHold }: { messageId: string; onHold: (held: boolean) => void }) => {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  const [asking, setAsking] = useState(false);
  const ask = (next: boolean) => {
    setAsking(next);
    onHold(next);
  };
  const remove = async () => {
    const answer = await live.request('message:delete', { messageId });
    if (!answer.ok) toast.error(errorText(answer.error));
  };
  return (
    <>
      <IconButton label={t('message.delete')} size="icon-sm" onClick={() => ask(true)}>
        <Trash2 />
      </IconButton>
      {asking ? (
        <Confirm
          title={t('message.deleteTitle')}
          hint={t('message.deleteHint')}
          action={t('actions.delete')}
          onConfirm={() => void remove()}
          onClose={() => ask(false)}
        />
      ) : null}
    </>
  );
};

type WayButtonProps = { conversationId: string; messageId: string; onHold: (held: boolean) => void };

const WayButton = ({ conversationId, messageId, onHold }: WayButtonProps) => {
  const t = useTranslations('message.way');
  const [open, setOpen] = useState(false);
  const show = (next: boolean) => {
    setOpen(next);
    onHold(next);
  };
  return (
    <>
      <IconButton label={t('open')} size="icon-sm" onClick={() => show(true)}>
        <Route />
      </IconButton>
      {open ? <HowItCame {...{ conversationId, messageId }} onClose={() => show(false)} /> : null}
    </>
  );
};

/** What can be done with one message. */
export default function MessageToolbar({ message, canWrite, onEdit, onReply, onHold }: MessageToolbarProps) {
  const t = useTranslations();
  const me = useMe();
  const extras = use(MessageExtras);
  const nameOf = useNames(mentionedIn(message.body));
  const copy = () => {
    void navigator.clipboard.writeText(plainText(message.body, nameOf)).then(() => toast.success(t('app.copied')));
  };
  if (message.id === null) return null;
  const own = message.authorId === me.id;
  return (
    <div
      role="toolbar"
      aria-label={t('message.actions')}
      className="-top-3.5 absolute right-4 z-10 flex w-fit rounded-md border border-line bg-raised shadow-sm max-sm:static max-sm:col-start-2 max-sm:my-1"
    >
      {canWrite ? (
        <>
          <ReactButton messageId={message.id} onHold={onHold} />
          <IconButton label={t('message.reply')} size="icon-sm" onClick={onReply}>
            <Reply />
          </IconButton>
        </>
      ) : null}
      <IconButton label={t('message.copy')} size="icon-sm" onClick={copy}>
        <Copy />
      </IconButton>
      {extras?.(message)}
      <WayButton conversationId={message.conversationId} messageId={message.id} onHold={onHold} />
      {own && canWrite ? (
        <>
          <IconButton label={t('message.edit')} size="icon-sm" onClick={onEdit}>
            <Pencil />
          </IconButton>
          <DeleteButton messageId={message.id} onHold={onHold} />
        </>
      ) : null}
    </div>
  );
}
