'use client';

import { useTranslations } from 'use-intl';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useWorkspace } from '../../../../_live/workspace/hooks.ts';
import { PictureField } from '../../../../_pictures/picture-field.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { Logo } from '../../../../_ui/logo.tsx';
import { Mark } from '../../../../_ui/mark.tsx';

/** The team's picture; without one, the product's sign stands where it would. */
export const LogoSetting = () => {
  const t = useTranslations('workspace');
  const live = useLive();
  const errorText = useErrorText();
  const logo = useWorkspace()?.logo ?? null;
  const save = async (picture: string | null) => {
    const answer = await live.request('workspace:update', { logo: picture });
    return answer.ok ? undefined : errorText(answer.error);
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium text-sm" aria-hidden>
        {t('logo')}
      </p>
      <PictureField label={t('logo')} hasPicture={logo !== null} onPicture={save}>
        {logo === null ? (
          <Mark className="size-16 shrink-0" />
        ) : (
          <Logo address={logo} className="size-16 shrink-0 rounded-xl" />
        )}
      </PictureField>
      <p className="text-faint text-sm">{t('logoHint')}</p>
    </div>
  );
};
