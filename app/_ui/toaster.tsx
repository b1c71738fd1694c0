'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { onToast, takeToasts } from './toast.ts';

const show = () => {
  for (const { kind, text } of takeToasts()) toast[kind](text);
};

export default function Toaster() {
  const { resolvedTheme } = useTheme();
  const t = useTranslations('frame');
  useEffect(() => {
    show();
    return onToast(show);
  }, []);
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      // Not at the bottom, where it would lie over what is being written.
      position="top-center"
      offset={{ top: 64 }}
      mobileOffset={{ top: 64 }}
      containerAriaLabel={t('notifications')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-center gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-base text-ink shadow-raised [&_[data-icon]]:text-soft',
          error: '[&_[data-icon]]:text-danger-ink!',
          success: '[&_[data-icon]]:text-success-ink!',
          description: 'text-soft',
          actionButton: 'ml-auto rounded-md px-2 py-1 font-medium text-accent-ink hover:bg-sunken',
        },
      }}
    />
  );
}
