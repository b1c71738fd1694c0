'use client';

import { useEffect, useLayoutEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../../../_live/core/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useConversation, useConversations } from '../../../_live/rooms/hooks.ts';
import { useConversationName } from '../../../_people/names.ts';
import { later } from '../../../_ui/later.tsx';
import { Composer } from '../_composer/composer.tsx';
import { Timeline } from '../_timeline/timeline.tsx';
import { useOpenEdit } from '../_timeline/use-edit.ts';
import { ConversationHeader } from './conversation-header.tsx';
import { TypingLine } from './typing-line.tsx';
import { useRemembered } from './use-remembered.ts';

const NotAMember = later(() => import('./not-a-member.tsx'));
const KeptText = later(() => import('../_composer/kept-text.tsx'));
const Details = later(() => import('../_details/details-pane.tsx'));

// Going from one conversation to another asks the server for nothing, so the tab is named here.
const useTitle = (name: string): void => {
  const t = useTranslations();
  useEffect(() => {
    const before = document.title;
    if (name !== '') document.title = t('frame.pageTitle', { page: name, app: t('app.name') });
    return () => {
      document.title = before;
    };
  }, [name, t]);
};

type ConversationPaneProps = { id: string; onShowList: () => void };

export const ConversationPane = ({ id, onShowList }: ConversationPaneProps) => {
  const t = useTranslations('chat');
  const live = useLive();
  const { loaded } = useConversations();
  const conversation = useConversation(id);
  const name = useConversationName(conversation);
  const [details, setDetails] = useRemembered('details', false);
  const [replyTo, setReplyTo] = useState<TimelineMessage | null>(null);
  const openEdit = useOpenEdit();
  const known = conversation !== undefined;
  // Before anything is drawn: where the new ones begin is known then, and what stands there is not moved afterwards.
  useLayoutEffect(() => {
    if (!known) return;
    void live.openConversation(id);
    return () => live.closeConversation(id);
  }, [live, id, known]);

  useTitle(name);

  if (loaded && !conversation) return <NotAMember id={id} onShowList={onShowList} />;
  return (
    <>
      <section aria-label={t('conversation', { name })} className="flex min-w-0 flex-1 flex-col">
        <ConversationHeader
          conversation={conversation}
          detailsOpen={details}
          onToggleDetails={() => setDetails(!details)}
          onShowList={onShowList}
        />
        <Timeline id={id} conversation={conversation} name={name} onReply={setReplyTo} />
        <TypingLine id={id} />
        {conversation?.archivedAt ? (
          <div className="flex flex-col items-center gap-2 border-t px-5 py-4 text-soft">
            <p>{t('archived')}</p>
            <KeptText id={id} isDraftAlone />
          </div>
        ) : (
          <Composer
            id={id}
            conversation={conversation}
            name={name}
            replyTo={replyTo}
            onReplyDone={() => setReplyTo(null)}
            onEdit={openEdit}
          />
        )}
      </section>
      {details && conversation ? (
        <Details conversation={conversation} name={name} onClose={() => setDetails(false)} />
      ) : null}
    </>
  );
};
