'use client';

import { MessageCircleOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useRemoval } from '../../../_live/rooms/hooks.ts';
import { usePersonName } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';
import { useGoTo } from '../../navigation.tsx';
import KeptText from '../_composer/kept-text.tsx';

// Why there is nothing to see, as exactly as this page knows it.
const useReason = (id: string): { title: string; hint: string } => {
  const t = useTranslations('chat');
  const me = useMe();
  const removal = useRemoval(id);
  const { name, isKnown } = usePersonName(removal?.byId ?? me.id);
  if (!removal) return { title: t('notFoundTitle'), hint: t('notFoundHint') };
  const by = removal.byId !== null && isKnown ? 'somebody' : 'nobody';
  return { title: t('removedTitle', { room: removal.name ?? '' }), hint: t('removedHint', { by, name }) };
};

type NotAMemberProps = { id: string; onShowList: () => void };

/** Somebody was removed, or was sent the link to a public room, which one press joins. */
export default function NotAMember({ id, onShowList }: NotAMemberProps) {
  const t = useTranslations();
  const live = useLive();
  const goTo = useGoTo();
  const errorText = useErrorText();
  const { title, hint } = useReason(id);
  const [busy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    const answer = await live.request('conversation:join', { conversationId: id });
    setBusy(false);
    if (!answer.ok) toast.error(errorText(answer.error));
  };
  const leave = () => {
    onShowList();
    goTo('/chat');
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col overflow-y-auto">
      <Empty icon={<MessageCircleOff aria-hidden />} title={title} hint={hint}>
        <KeptText id={id} />
        <Button kind="primary" onClick={leave}>
          {t('chat.backToList')}
        </Button>
        <Button disabled={busy} onClick={() => void join()}>
          {t('chat.joinIfPublic')}
        </Button>
      </Empty>
    </div>
  );
}
