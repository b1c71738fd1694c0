'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { focusOr } from './focus.ts';

/** Gives the focus back to what had it when the dialog was opened. */
export const useReturnOfFocus = () => {
  const [opener] = useState(() => document.activeElement);
  return (event: Event) => {
    event.preventDefault();
    focusOr(opener);
  };
};

export const backdropLook = 'fixed inset-0 z-40 animate-appear bg-black/40 dark:bg-black/60';

type DialogProps = {
  title: string;
  lead?: string;
  /** Hides the heading from sight, not from screen readers. */
  bare?: boolean;
  onClose: () => void;
  children: ReactNode;
  className?: string;
};

/** A dialog that is open for as long as it is rendered. */
export const Dialog = ({ title, lead, bare = false, onClose, children, className }: DialogProps) => {
  const t = useTranslations('actions');
  const returnFocus = useReturnOfFocus();
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={backdropLook} />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          {...(lead ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed top-[12vh] left-1/2 z-40 flex max-h-[76vh] w-[calc(100%-32px)] max-w-120 -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-raised outline-none max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:left-0 max-sm:max-h-[92dvh] max-sm:w-full max-sm:max-w-none max-sm:translate-x-0 max-sm:rounded-b-none max-sm:pb-[env(safe-area-inset-bottom)]',
            className,
          )}
        >
          <div className={bare ? 'sr-only' : 'flex items-start gap-3 px-5 pt-4 pb-3'}>
            <div className="min-w-0 flex-1">
              <Radix.Title className="wrap-anywhere font-semibold text-lg">{title}</Radix.Title>
              {lead ? <Radix.Description className="text-soft">{lead}</Radix.Description> : null}
            </div>
            {bare ? null : (
              <Radix.Close asChild>
                <Button kind="ghost" size="icon" aria-label={t('close')} className="-mr-2">
                  <X />
                </Button>
              </Radix.Close>
            )}
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};

export const DialogBody = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
);

export const DialogFooter = ({ children }: { children: ReactNode }) => (
  <div className="flex justify-end gap-2 border-t bg-panel px-5 py-3">{children}</div>
);
