'use client';

import { CircleCheck, ExternalLink } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useConversation } from '../../../_live/rooms/hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { buttonLook } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
// Whole, so that what a conversation is made of stays in one file: parts of it here and the rest there would make the first load of a
// conversation a kilobyte larger.
import '../../chat/chat-panes.tsx';
import { Composer } from '../../chat/_composer/composer.tsx';
import { TypingLine } from '../../chat/_conversation/typing-line.tsx';
import { mentionedIn, plainText } from '../../chat/_message-text/mentions.ts';
import { MessageExtras } from '../../chat/_timeline/message-extras.ts';
import { Timeline } from '../../chat/_timeline/timeline.tsx';
import { useOpenEdit } from '../../chat/_timeline/use-edit.ts';
import { ChatLink, pathOfConversation } from '../../navigation.tsx';
import { Suggestions } from './suggestions.tsx';
import { useDiscuss } from './use-discuss.ts';

type UseAsOutcome = (text: string) => void;

const OutcomeButton = ({ message, onUse }: { message: TimelineMessage; onUse: UseAsOutcome }) => {
  const t = useTranslations('tickets');
  const nameOf = useNames(mentionedIn(message.body));
  return (
    <IconButton label={t('useAsOutcome')} size="icon-sm" onClick={() => onUse(plainText(message.body, nameOf))}>
      <CircleCheck />
    </IconButton>
  );
};

const Room = ({ rejection, id }: { rejection: Rejection; id: string }) => {
  const t = useTranslations('tickets');
  const live = useLive();
  const conversation = useConversation(id);
  const [replyTo, setReplyTo] = useState<TimelineMessage | null>(null);
  const openEdit = useOpenEdit();
  const known = conversation !== undefined;
  useLayoutEffect(() => {
    if (!known) return;
    void live.openConversation(id);
    return () => live.closeConversation(id);
  }, [live, id, known]);
  const name = conversation?.name ?? rejection.ticketId;
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
        <Suggestions rejection={rejection} conversation={conversation} />
        <ChatLink href={pathOfConversation(id)} className={buttonLook({ kind: 'ghost', size: 'sm' })}>
          <ExternalLink aria-hidden /> {t('openInChat')}
        </ChatLink>
      </div>
      <Timeline id={id} conversation={conversation} name={name} onReply={setReplyTo} />
      <TypingLine id={id} />
      {conversation?.archivedAt ? null : (
        <Composer {...{ id, conversation, name, replyTo }} onReplyDone={() => setReplyTo(null)} onEdit={openEdit} />
      )}
    </>
  );
};

/** The conversation about a ticket; what is decided in it becomes its outcome. */
export default function Discussion({ rejection, onUse }: { rejection: Rejection; onUse: UseAsOutcome }) {
  const discuss = useDiscuss();
  const { id, conversationId } = rejection;
  // Whoever opens it is in the room; asked again when there is another ticket.
  useEffect(() => {
    void discuss({ id });
  }, [discuss, id]);
  const extras = useMemo(() => {
    const button = (message: TimelineMessage) => <OutcomeButton message={message} onUse={onUse} />;
    return rejection.state === 'resolved' ? null : button;
  }, [rejection.state, onUse]);
  return (
    <MessageExtras value={extras}>
      <div className="flex min-h-0 flex-1 flex-col">
        {conversationId === null ? (
          <div className="flex flex-1 flex-col gap-3 p-4" aria-busy>
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="h-20 w-full" />
          </div>
        ) : (
          <Room key={conversationId} rejection={rejection} id={conversationId} />
        )}
      </div>
    </MessageExtras>
  );
}
