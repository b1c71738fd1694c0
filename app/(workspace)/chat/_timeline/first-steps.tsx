'use client';

import { Pencil, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { useMayBrowse } from '../../../_live/workspace/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { EditRoom } from '../_details/edit-room.tsx';
import { InvitePeople } from '../_details/invite-people.tsx';
import { useMay } from '../_details/use-may-govern.ts';

type FirstStepsProps = { conversation: LiveConversation; name: string; isEmpty: boolean };

/** What a room that has just been made still needs. */
export default function FirstSteps({ conversation, name, isEmpty }: FirstStepsProps) {
  const t = useTranslations('chat');
  const [asking, setAsking] = useState<'people' | 'topic' | null>(null);
  const mayAdd = useMayBrowse();
  const mayInvite = useMay('inviting', conversation);
  const mayDescribe = useMay('describing', conversation);
  const done = () => setAsking(null);
  return (
    <div className="flex gap-2 empty:hidden">
      {mayAdd && mayInvite && (isEmpty || conversation.memberCount <= 1) ? (
        <Button size="sm" onClick={() => setAsking('people')}>
          <UserPlus aria-hidden /> {t('invitePeople')}
        </Button>
      ) : null}
      {mayDescribe && (conversation.topic === null || conversation.topic === '') ? (
        <Button size="sm" onClick={() => setAsking('topic')}>
          <Pencil aria-hidden /> {t('addTopic')}
        </Button>
      ) : null}
      {asking === 'people' ? <InvitePeople conversation={conversation} name={name} onClose={done} /> : null}
      {asking === 'topic' ? <EditRoom conversation={conversation} onClose={done} /> : null}
    </div>
  );
}
