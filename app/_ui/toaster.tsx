'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { onToast, takeToasts } from './toast.ts';

const show = () => {
  for (const { kind, text, action, id } of takeToasts())
    toast[kind](text, {
      // Long enough to be read, and to be taken back.
      duration: action ? 10_000 : 5_000,
      // Named also where there is none: what takes the place of another one has not its button.
      action: action && { label: action.text, onClick: action.onSelect },
      ...(id !== undefined && { id }),
    });
};

export default function Toaster() {
  const { resolvedTheme } = useTheme();
  const t = useTranslations('app');
  useEffect(() => {
    show();
    return onToast(show);
  }, []);
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      // Over the heading of the page: below it is what is read, at the bottom what is written.
      position="top-center"
      offset={{ top: 8 }}
      mobileOffset={{ top: 8 }}
      // It brings a font of its own.
      style={{ fontFamily: 'inherit' }}
      containerAriaLabel={t('notifications')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-center gap-3 rounded-lg border border-line bg-raised px-3 py-2 text-base text-ink wrap-anywhere shadow-raised [&_[data-icon]]:text-soft',
          error: '[&_[data-icon]]:text-danger-ink!',
          success: '[&_[data-icon]]:text-success-ink!',
          description: 'text-soft',
          actionButton: 'ml-auto shrink-0 rounded-md px-2 py-1 font-medium text-accent-ink hover:bg-sunken',
        },
      }}
    />
  );
}
