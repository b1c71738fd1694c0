'use client';

import { type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/connection/hooks.ts';
import { Avatar } from '../../_ui/avatar.tsx';
import { later } from '../../_ui/later.tsx';

const AccountList = later(() => import('./account-list.tsx'));

/** One's own picture, and behind it what can be done with one's account. */
export const AccountMenu = () => {
  const t = useTranslations('frame');
  const me = useMe();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    setAnchor(event.currentTarget);
  };
  return (
    <>
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => setAnchor(anchor ? null : currentTarget)}
        onKeyDown={onKeyDown}
        className="grid size-10 place-items-center rounded-lg hover:bg-sunken"
      >
        <Avatar id={me.id} name={me.name} image={me.image} />
        <span className="sr-only">{t('account', { name: me.name })}</span>
      </button>
      {anchor ? <AccountList anchor={anchor} onClose={() => setAnchor(null)} /> : null}
    </>
  );
};
