'use client';

import { Smartphone } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { useGoTo } from '../navigation.tsx';
import { Group } from './group.tsx';

export const OnPhone = () => {
  const t = useTranslations('settings');
  const goTo = useGoTo();
  return (
    <Group id="phone" title={t('phone')} hint={t('phoneHint')}>
      <div>
        <Button onClick={() => goTo('/phone')}>
          <Smartphone aria-hidden /> {t('phoneOpen')}
        </Button>
      </div>
    </Group>
  );
};
