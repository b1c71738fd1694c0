'use client';

import { Globe, Lock, UserPlus, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { useMayBrowse } from '../../../_live/workspace/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { EditRoom } from './edit-room.tsx';
import { InvitePeople } from './invite-people.tsx';
import { MemberList } from './member-list.tsx';
import { type Asking, RoomActions } from './room-actions.tsx';
import { RoomQuestion } from './room-questions.tsx';
import { useMay } from './use-may-govern.ts';

type DetailsPaneProps = { conversation: LiveConversation; name: string; onClose: () => void };

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="border-t px-4 py-4 first:border-0">
    <h3 className="mb-2 font-medium text-faint text-sm">{title}</h3>
    {children}
  </section>
);

const About = ({ conversation }: { conversation: LiveConversation }) => {
  const t = useTranslations('details');
  const isPublic = conversation.visibility === 'public';
  const Icon = isPublic ? Globe : Lock;
  return (
    <Section title={t('about')}>
      <p className="break-words">{conversation.topic ?? <span className="text-faint">{t('noTopic')}</span>}</p>
      <p className="mt-2 flex items-center gap-2 text-soft">
        <Icon className="size-4" aria-hidden /> {t(isPublic ? 'public' : 'private')}
      </p>
    </Section>
  );
};

/** Who is here, and what can be done with the room. */
export default function DetailsPane({ conversation, name, onClose }: DetailsPaneProps) {
  const t = useTranslations();
  const [asking, setAsking] = useState<Asking>(null);
  const mayAdd = useMayBrowse();
  const isRoom = conversation.kind === 'room';
  const mayInvite = useMay('inviting', conversation);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) =>
      event.key === 'Escape' && window.matchMedia('(max-width: 1023px)').matches && asking === null && onClose();
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [asking, onClose]);
  const done = () => setAsking(null);
  return (
    <aside
      aria-label={t('details.title')}
      className="flex w-80 shrink-0 flex-col border-l bg-canvas max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:shadow-raised max-sm:w-full max-sm:border-0"
    >
      <div className="flex h-14 shrink-0 items-center justify-between border-b pr-2 pl-4">
        <h2 className="font-semibold">{t('details.title')}</h2>
        <IconButton label={t('chat.hideDetails')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {isRoom ? <About conversation={conversation} /> : null}
        <Section title={t('details.memberCount', { count: conversation.memberCount })}>
          {isRoom && mayAdd && mayInvite && conversation.archivedAt === null ? (
            <Button className="mb-2 w-full" onClick={() => setAsking('invite')}>
              <UserPlus aria-hidden /> {t('details.invite')}
            </Button>
          ) : null}
          <MemberList conversation={conversation} />
        </Section>
        {isRoom ? <RoomActions conversation={conversation} onAsk={setAsking} /> : null}
      </div>
      {asking === 'invite' ? <InvitePeople conversation={conversation} name={name} onClose={done} /> : null}
      {asking === 'edit' ? <EditRoom conversation={conversation} onClose={done} /> : null}
      <RoomQuestion asking={asking} conversation={conversation} name={name} onClose={done} />
    </aside>
  );
}
