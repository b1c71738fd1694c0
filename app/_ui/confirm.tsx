'use client';

import { AlertDialog } from 'radix-ui';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { backdropLook, useReturnOfFocus } from './dialog.tsx';

type ConfirmProps = {
  title: string;
  hint: string;
  action: string;
  harmless?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once before something that cannot be undone; open for as long as it is rendered. */
export default function Confirm({ title, hint, action, harmless = false, onConfirm, onClose }: ConfirmProps) {
  const t = useTranslations('actions');
  const returnFocus = useReturnOfFocus();
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={backdropLook} />
        <AlertDialog.Content
          onCloseAutoFocus={returnFocus}
          className="fixed top-1/3 left-1/2 z-40 flex w-[calc(100%-32px)] max-w-100 -translate-x-1/2 -translate-y-1/3 animate-appear flex-col gap-2 rounded-xl border border-line bg-raised p-5 shadow-raised outline-none"
        >
          <AlertDialog.Title className="wrap-anywhere font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-soft">{hint}</AlertDialog.Description>
          <div className="mt-3 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t('cancel')}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button kind={harmless ? 'primary' : 'danger'} onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
