'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { toast } from '../../_ui/toast.ts';

/** The only time that a token can be read. */
export const NewToken = ({ value, onDone }: { value: string; onDone: () => void }) => {
  const t = useTranslations();
  const copy = () => {
    void navigator.clipboard.writeText(value).then(() => toast.success(t('app.copied')));
  };
  return (
    <div role="status" className="flex flex-col gap-3 rounded-lg border border-accent bg-accent-wash p-3">
      <p className="font-medium">{t('settings.tokenOnce')}</p>
      <output
        aria-label={t('settings.tokenValue')}
        className="block select-all break-all rounded-md bg-canvas px-3 py-2 font-mono text-sm"
      >
        {value}
      </output>
      <div className="flex gap-2">
        <Button kind="primary" onClick={copy}>
          <Copy aria-hidden /> {t('actions.copy')}
        </Button>
        <Button onClick={onDone}>{t('actions.done')}</Button>
      </div>
    </div>
  );
};
