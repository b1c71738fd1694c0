'use client';

import { ArrowLeft, Hash, Lock, PanelLeft, PanelRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePresence } from '../../../_live/presence/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { GroupSign } from '../../../_people/group-sign.tsx';
import { otherMember, otherMembers, useConversationName } from '../../../_people/names.ts';
import { PersonAvatar } from '../../../_people/person-avatar.tsx';
import { useWhereabouts } from '../../../_people/whereabouts.ts';
import { buttonLook } from '../../../_ui/button.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { ChatLink } from '../../navigation.tsx';

type Titled = { conversation: LiveConversation };

const RoomTitle = ({ conversation }: Titled) => {
  const t = useTranslations('chat');
  const Icon = conversation.visibility === 'private' ? Lock : Hash;
  return (
    <>
      <span className="grid size-8 shrink-0 place-items-center rounded-md bg-sunken text-soft">
        <Icon className="size-4" aria-hidden />
      </span>
      <div className="min-w-0">
        <h1 className="truncate font-semibold leading-5">
          <bdi>{conversation.name}</bdi>
        </h1>
        <p className="truncate text-soft text-xs">
          {t('membersOnline', { count: conversation.memberCount })}
          {conversation.topic ? (
            <>
              {' · '}
              <bdi>{conversation.topic}</bdi>
            </>
          ) : null}
        </p>
      </div>
    </>
  );
};

const DirectTitle = ({ conversation }: Titled) => {
  const me = useMe();
  const otherId = otherMember(conversation, me.id);
  const presence = usePresence([otherId])[otherId];
  const { words } = useWhereabouts(otherId);
  const name = useConversationName(conversation);
  return (
    <>
      <PersonAvatar id={otherId} presence={presence} />
      <div className="min-w-0">
        <h1 className="truncate font-semibold leading-5">
          <bdi>{name}</bdi>
        </h1>
        <p className="h-4 text-soft text-xs">{words}</p>
      </div>
    </>
  );
};

const GroupTitle = ({ conversation }: Titled) => {
  const t = useTranslations('chat');
  const name = useConversationName(conversation);
  return (
    <>
      <GroupSign count={conversation.memberCount} className="size-8 rounded-md" />
      <div className="min-w-0">
        <h1 className="truncate font-semibold leading-5">
          <bdi>{name}</bdi>
        </h1>
        <p className="truncate text-soft text-xs">{t('membersOnline', { count: conversation.memberCount })}</p>
      </div>
    </>
  );
};

const Direct = ({ conversation }: Titled) => {
  const me = useMe();
  const Title = otherMembers(conversation, me.id).length > 1 ? GroupTitle : DirectTitle;
  return <Title conversation={conversation} />;
};

type ConversationHeaderProps = {
  conversation: LiveConversation | undefined;
  detailsOpen: boolean;
  onToggleDetails: () => void;
  onShowList: () => void;
};

export const ConversationHeader = (props: ConversationHeaderProps) => {
  const { conversation, detailsOpen, onToggleDetails, onShowList } = props;
  const t = useTranslations('chat');
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 border-b px-4 max-sm:px-2">
      <ChatLink
        href="/chat"
        aria-label={t('backToList')}
        className={cn(buttonLook({ kind: 'ghost', size: 'icon' }), 'sm:hidden')}
      >
        <ArrowLeft />
      </ChatLink>
      <IconButton label={t('showList')} onClick={onShowList} className="-ml-1 max-sm:hidden lg:hidden">
        <PanelLeft />
      </IconButton>
      {conversation === undefined ? (
        <>
          <Skeleton className="size-8" />
          <Skeleton className="h-4 w-40" />
        </>
      ) : conversation.kind === 'direct' ? (
        <Direct conversation={conversation} />
      ) : (
        <RoomTitle conversation={conversation} />
      )}
      <IconButton
        label={t(detailsOpen ? 'hideDetails' : 'showDetails')}
        aria-expanded={detailsOpen}
        onClick={onToggleDetails}
        className="ml-auto aria-expanded:bg-sunken"
        disabled={!conversation}
      >
        <PanelRight />
      </IconButton>
    </header>
  );
};
