'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';
import { limits } from '../../../../../../protocol/limits.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { useDeed } from '../../../../../_programs/use-programs.ts';
import { Button } from '../../../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../../../_ui/dialog.tsx';
import { Field, isTooLong } from '../../../../../_ui/field.tsx';
import { Labelled } from '../../../../../_ui/labelled.tsx';
import { Select } from '../../../../../_ui/select.tsx';

/** Minutes. */
const spans = ['0', '60', '1440', '10080'] as const;

type RotateDialogProps = {
  source: NamedSource;
  /** Gets the secret where one was made. */
  onDone: (secret: string | null) => Promise<void>;
  onClose: () => void;
};

/** Gives a source another secret. */
export const RotateDialog = ({ source, onDone, onClose }: RotateDialogProps) => {
  const t = useTranslations();
  const live = useLive();
  const { busy, deed } = useDeed();
  const [keepOld, setKeepOld] = useState<(typeof spans)[number]>('1440');
  const [password, setPassword] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isHttp = source.kind === 'http';
  const rotate = async () => {
    const what = isHttp ? { keepOld: Number(keepOld) } : { secret: password };
    const made = await deed(() => live.request('source:rotate', { key: source.key, ...what }));
    if (made === null) return;
    onClose();
    await onDone(made.secret);
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    const lacks = !isHttp && password === '';
    setMissing(lacks);
    if (!lacks && !busy && !isTooLong(event)) void rotate();
  };
  const title = t(isHttp ? 'namedSources.rotate' : 'namedSources.setSecret');
  return (
    <Dialog title={title} lead={t(isHttp ? 'namedSources.rotateHint' : 'namedSources.passwordHint')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody>
          {isHttp ? (
            <Labelled label={t('namedSources.keepOld')}>
              <Select
                label={t('namedSources.keepOld')}
                value={keepOld}
                options={spans.map((value) => ({ value, label: t(`namedSources.spans.${value}`) }))}
                onChange={(value) => setKeepOld(spans.find((known) => known === value) ?? '1440')}
              />
            </Labelled>
          ) : (
            <Field
              label={t('namedSources.password')}
              error={isMissing ? t('namedSources.passwordMissing') : undefined}
              type="password"
              autoComplete="new-password"
              autoFocus
              most={limits.sourceSecret}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" kind="primary" aria-disabled={busy}>
            {title}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
};
