'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMayInvite } from '../_live/workspace/hooks.ts';
import { Button } from '../_ui/button.tsx';
import { later } from '../_ui/later.tsx';

const InviteDialog = later(() => import('./invite-dialog.tsx'));

type InviteButtonProps = {
  /** A room that whoever comes shall be in. */
  roomId?: string;
  onMade?: () => void;
  /** Told whether one was made. */
  onClosed?: (made: boolean) => void;
};

/** Opens the dialog that makes an invitation; there is nothing for who may not invite. */
export const InviteButton = ({ roomId, onMade, onClosed }: InviteButtonProps) => {
  const t = useTranslations('invitations');
  const [isOpen, setOpen] = useState(false);
  const [isMade, setMade] = useState(false);
  if (!useMayInvite()) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <UserPlus aria-hidden /> {t('invite')}
      </Button>
      {isOpen ? (
        <InviteDialog
          {...(roomId !== undefined && { roomId })}
          onMade={() => {
            setMade(true);
            onMade?.();
          }}
          onClose={() => {
            setOpen(false);
            onClosed?.(isMade);
          }}
        />
      ) : null}
    </>
  );
};
