'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from './toast.ts';

const bringsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/**
 * A file that is dropped or pasted anywhere is refused in words. Without this the browser would leave the page for the
 * file, and a pasted one would be gone without a word.
 */
export const FilesRefused = () => {
  const t = useTranslations('app');
  useEffect(() => {
    const over = (event: DragEvent) => bringsFiles(event.dataTransfer) && event.preventDefault();
    const refuse = (event: Event) => {
      event.preventDefault();
      toast.info(t('noFiles'));
    };
    const drop = (event: DragEvent) => bringsFiles(event.dataTransfer) && refuse(event);
    // What comes from a table or a text processor brings a picture beside its text; the text is what is wanted.
    const paste = (event: ClipboardEvent) =>
      bringsFiles(event.clipboardData) && !event.clipboardData?.types.includes('text/plain') && refuse(event);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [t]);
  return null;
};
