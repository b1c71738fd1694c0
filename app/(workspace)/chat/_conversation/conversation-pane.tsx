'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { TimelineMessage } from '../../../_live/hooks.ts';
import { useConversation, useConversations, useLive } from '../../../_live/hooks.ts';
import { useConversationName } from '../../../_people/names.ts';
import { later } from '../../../_ui/later.tsx';
import { Composer } from '../_composer/composer.tsx';
import { Timeline } from '../_timeline/timeline.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { NotAMember } from './not-a-member.tsx';
import { TypingLine } from './typing-line.tsx';
import { useRemembered } from './use-remembered.ts';

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
  const [editing, setEditing] = useState<string | null>(null);
  const known = conversation !== undefined;
  useEffect(() => {
    if (known) void live.openConversation(id);
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
        <Timeline
          id={id}
          conversation={conversation}
          name={name}
          editing={editing}
          onEdit={setEditing}
          onReply={setReplyTo}
        />
        <TypingLine id={id} />
        {conversation?.archivedAt ? (
          <p className="border-t px-5 py-4 text-center text-soft">{t('archived')}</p>
        ) : (
          <Composer
            id={id}
            conversation={conversation}
            name={name}
            replyTo={replyTo}
            onReplyDone={() => setReplyTo(null)}
            onEdit={setEditing}
          />
        )}
      </section>
      {details && conversation ? (
        <Details conversation={conversation} name={name} onClose={() => setDetails(false)} />
      ) : null}
    </>
  );
};
