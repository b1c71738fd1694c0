'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { toast } from '../../_ui/toast.ts';

/** The only time that recovery codes can be read. */
export const RecoveryCodes = ({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) => {
  const t = useTranslations();
  const copy = () => {
    void navigator.clipboard.writeText(codes.join('\n')).then(() => toast.success(t('app.copied')));
  };
  return (
    <div role="status" className="flex flex-col gap-3 rounded-lg border border-accent bg-accent-wash p-3">
      <p className="font-medium">{t('security.recoveryOnce')}</p>
      <ul
        aria-label={t('security.recoveryCodes')}
        className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md bg-canvas px-3 py-2 font-mono text-sm max-sm:grid-cols-1"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button kind="primary" onClick={copy}>
          <Copy aria-hidden /> {t('actions.copy')}
        </Button>
        <Button onClick={onDone}>{t('actions.done')}</Button>
      </div>
    </div>
  );
};
