'use client';

import { MessageCircleOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../../../_live/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';
import { useGoTo } from '../../navigation.tsx';

/** Somebody may have been sent the link to a public room: one press joins it. */
export const NotAMember = ({ id, onShowList }: { id: string; onShowList: () => void }) => {
  const t = useTranslations();
  const live = useLive();
  const goTo = useGoTo();
  const errorText = useErrorText();
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
    <Empty icon={<MessageCircleOff aria-hidden />} title={t('chat.notFoundTitle')} hint={t('chat.notFoundHint')}>
      <Button kind="primary" onClick={leave}>
        {t('chat.backToList')}
      </Button>
      <Button disabled={busy} onClick={() => void join()}>
        {t('chat.joinIfPublic')}
      </Button>
    </Empty>
  );
};
