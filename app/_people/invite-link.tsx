'use client';

import { Copy, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../_live/core/hooks.ts';
import { Button } from '../_ui/button.tsx';
import { useErrorText } from '../_ui/error-text.ts';
import { Input } from '../_ui/input.tsx';
import { useMoments } from '../_ui/moments.ts';
import { toast } from '../_ui/toast.ts';

type Link = { address: string; until: string };

/** Makes a link that lets one person in, and copies it. */
export const InviteLink = ({ onMade }: { onMade?: () => void }) => {
  const t = useTranslations('people');
  const live = useLive();
  const moments = useMoments();
  const errorText = useErrorText();
  const [link, setLink] = useState<Link | null>(null);
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const copy = (address: string) =>
    navigator.clipboard.writeText(address).then(
      () => toast.success(t('inviteCopied')),
      // Where the browser does not let us, it is there to be selected.
      () => undefined,
    );
  const make = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await live.request('invitation:create', {});
    setBusy(false);
    if (!answer.ok) {
      const { code } = answer.error;
      if (code === 'forbidden') return setError(t('inviteClosed'));
      return setError(code === 'conflict' ? t('inviteTooMany') : errorText(answer.error));
    }
    const { token, invitation } = answer.data;
    const address = `${window.location.origin}/sign-up?invitation=${encodeURIComponent(token)}`;
    setError(undefined);
    setLink({ address, until: moments.dayName(Date.parse(invitation.expiresAt), Date.now()) });
    onMade?.();
    await copy(address);
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <Button onClick={() => void make()} aria-disabled={busy}>
        <UserPlus aria-hidden /> {t('invite')}
      </Button>
      {link ? (
        <div className="flex w-full max-w-120 flex-col gap-1">
          <div className="flex gap-2">
            <Input
              readOnly
              aria-label={t('inviteLink')}
              value={link.address}
              onFocus={(event) => event.currentTarget.select()}
            />
            <Button size="icon" aria-label={t('inviteCopy')} onClick={() => void copy(link.address)}>
              <Copy aria-hidden />
            </Button>
          </div>
          <p className="text-soft text-sm">{t('inviteOnce', { time: link.until })}</p>
        </div>
      ) : null}
      <p role="alert" className="text-danger-ink empty:hidden">
        {error}
      </p>
    </div>
  );
};
