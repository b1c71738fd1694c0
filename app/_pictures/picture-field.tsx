'use client';

import { type ChangeEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { later } from '../_ui/later.tsx';

const CropDialog = later(() => import('./crop-dialog.tsx'));
const accepted = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

type PictureFieldProps = {
  label: string;
  /** What is shown now. */
  children: ReactNode;
  hasPicture: boolean;
  /** Takes over what was sent, or null to show none. @returns why not, in the user's language */
  onPicture: (id: string | null) => Promise<string | undefined>;
};

/** A file that was chosen, under an address in this browser. */
const useChosenFile = () => {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(
    () => () => {
      if (address !== null) URL.revokeObjectURL(address);
    },
    [address],
  );
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    // The same file can be chosen again.
    target.value = '';
    if (file) setAddress(URL.createObjectURL(file));
  };
  return { address, choose, forget: () => setAddress(null) };
};

/** A picture that can be chosen, cropped in place, and taken away. */
export const PictureField = ({ label, children, hasPicture, onPicture }: PictureFieldProps) => {
  const t = useTranslations('pictures');
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const { address, choose, forget } = useChosenFile();
  const [problem, setProblem] = useState<string>();
  const remove = async () => {
    setProblem(await onPicture(null));
    chooser.current?.focus();
  };
  return (
    <fieldset aria-label={label} className="flex items-center gap-4">
      {children}
      <div className="flex flex-col items-start gap-1">
        <div className="flex flex-wrap gap-2">
          <Button ref={chooser} onClick={() => input.current?.click()}>
            {t(hasPicture ? 'change' : 'choose')}
          </Button>
          {hasPicture ? (
            <Button kind="ghost" onClick={() => void remove()}>
              {t('remove')}
            </Button>
          ) : null}
        </div>
        <p className="text-faint text-sm">{t('formats')}</p>
        <p role="alert" className="text-danger-ink text-sm empty:hidden">
          {problem}
        </p>
      </div>
      <input ref={input} type="file" accept={accepted} hidden aria-label={label} onChange={choose} />
      {address === null ? null : <CropDialog address={address} onPicture={onPicture} onClose={forget} />}
    </fieldset>
  );
};
