'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';
import { toast } from '../../../_ui/toast.ts';

/** Puts a text on the clipboard, and says so. */
export const CopyButton = ({ text }: { text: string }) => {
  const t = useTranslations('tickets');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      // Without https, and where it is forbidden, there is no clipboard.
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.error(t('copyFailed'));
    }
  };
  return (
    <Button size="sm" onClick={() => void copy()}>
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />} {copied ? t('copied') : t('copy')}
    </Button>
  );
};
