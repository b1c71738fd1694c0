'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { later } from '../_ui/later.tsx';
import { toast } from '../_ui/toast.ts';

const Confirm = later(() => import('../_ui/confirm.tsx'));
const storage = () => import('../_live/core/storage/left-behind.ts');

/**
 * On the sign-in page: says that somebody whose session ended has left something unsent, which waits for them, and offers
 * whoever signs in as somebody else to remove it. It is not said whose it is, nor what.
 */
export const LeftBehind = () => {
  const t = useTranslations('auth');
  const [people, setPeople] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    storage()
      .then(({ peopleWithSomethingLeft }) => peopleWithSomethingLeft())
      .then(setPeople)
      .catch((error: unknown) => console.warn('It cannot be told what is left on this device', error));
  }, []);
  const remove = async () => {
    const { forgetPerson } = await storage();
    await Promise.all(people.map(forgetPerson));
    setPeople([]);
    toast.success(t('leftBehindRemoved'));
    document.querySelector<HTMLInputElement>('input[name="email"]')?.focus();
  };
  if (people.length === 0) return null;
  return (
    <div className="mt-6 flex flex-col items-start gap-2 rounded-lg border bg-canvas p-4 text-sm">
      <p className="text-soft">{t('leftBehind')}</p>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t('somebodyElse')}
      </Button>
      {asking ? (
        <Confirm
          title={t('leftBehindTitle')}
          hint={t('leftBehindHint')}
          action={t('leftBehindRemove')}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
};
