'use client';

import type { FormEvent, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../_ui/dialog.tsx';

type NewProgramProps = {
  title: string;
  lead: string;
  /** What the button says that makes it. */
  action: string;
  busy: boolean;
  onSubmit: (event: FormEvent<HTMLElement>) => void;
  onClose: () => void;
  children: ReactNode;
};

/** The dialog in which a program is made. */
export const NewProgram = ({ title, lead, action, busy, onSubmit, onClose, children }: NewProgramProps) => {
  const t = useTranslations('actions');
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (!busy) onSubmit(event);
  };
  return (
    <Dialog title={title} lead={lead} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody>{children}</DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" aria-disabled={busy}>
            {action}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
};
