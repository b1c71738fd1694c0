'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Data } from '../../../../../protocol/index.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../../_ui/dialog.tsx';
import { Input } from '../../../../_ui/input.tsx';
import { useMoments } from '../../../../_ui/moments.ts';
import { toast } from '../../../../_ui/toast.ts';

type ResetLinkProps = { name: string; made: Data<'account:reset-link'>; onClose: () => void };

/** The only time that a link to a new password can be read. */
export default function ResetLink({ name, made: { link, expiresAt }, onClose }: ResetLinkProps) {
  const t = useTranslations();
  const moments = useMoments();
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => toast.success(t('app.copied')),
      // Where the browser does not let us, it is there to be selected.
      () => undefined,
    );
  return (
    <Dialog
      title={t('accounts.resetLinkOf', { name })}
      lead={t('accounts.resetLinkHint', { time: moments.time(Date.parse(expiresAt)) })}
      onClose={onClose}
    >
      <DialogBody>
        <div className="flex gap-2">
          <Input
            readOnly
            autoFocus
            aria-label={t('accounts.resetLink')}
            value={link}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button size="icon" aria-label={t('actions.copy')} onClick={() => void copy()}>
            <Copy aria-hidden />
          </Button>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button kind="primary" onClick={onClose}>
          {t('actions.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
