'use client';

import { Ellipsis, History, KeyRound, LogOut, ShieldOff, Trash2, UserCheck, UserX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { type AccountSummary, type Data, Role } from '../../../../../protocol/index.ts';
import { useMe } from '../../../../_live/connection/hooks.ts';
import { Avatar } from '../../../../_ui/avatar.tsx';
import { buttonLook } from '../../../../_ui/button.tsx';
import { later } from '../../../../_ui/later.tsx';
import { MenuButton, type MenuEntry } from '../../../../_ui/menu-button.tsx';
import { Select } from '../../../../_ui/select.tsx';
import { When } from '../../../../_ui/when.tsx';
import type { useAccounts } from './use-accounts.ts';

const ResetLink = later(() => import('./reset-link.tsx'));
const DeleteAccount = later(() => import('./delete-account.tsx'));
const Confirm = later(() => import('../../../../_ui/confirm.tsx'));

/** The deeds of the list; each says by itself what it was refused for. */
type AccountRowProps = { account: AccountSummary } & Omit<ReturnType<typeof useAccounts>, 'pages'>;

/** What cannot be taken back is asked once. */
const questions = {
  deactivate: { title: 'deactivateTitle', hint: 'deactivateHint', action: 'deactivate' },
  unprotect: { title: 'unprotectTitle', hint: 'unprotectHint', action: 'unprotect' },
  endSessions: { title: 'endSessionsTitle', hint: 'endSessionsHint', action: 'endSessions' },
} as const;
type Question = keyof typeof questions;

type MenuProps = Pick<AccountRowProps, 'account' | 'update'> & {
  ask: (question: Question | 'delete') => void;
  link: () => void;
};

const useMenu = ({ account, update, ask, link }: MenuProps): MenuEntry[] => {
  const t = useTranslations('accounts');
  const router = useRouter();
  const { id: userId, name, deactivated } = account;
  return [
    {
      key: 'audit',
      text: t('whatTheyDid'),
      icon: <History aria-hidden />,
      onSelect: () => router.push(`/admin/audit?actorId=${userId}`),
    },
    ...(account.sessions > 0
      ? [
          {
            key: 'sessions',
            text: t('endSessions'),
            icon: <LogOut aria-hidden />,
            onSelect: () => ask('endSessions'),
          },
        ]
      : []),
    ...(account.secondFactor || account.passkeys > 0
      ? [
          {
            key: 'unprotect',
            text: t('unprotect'),
            icon: <ShieldOff aria-hidden />,
            onSelect: () => ask('unprotect'),
          },
        ]
      : []),
    ...(deactivated ? [] : [{ key: 'link', text: t('resetLink'), icon: <KeyRound aria-hidden />, onSelect: link }]),
    'line',
    deactivated
      ? {
          key: 'reactivate',
          text: t('reactivate'),
          icon: <UserCheck aria-hidden />,
          onSelect: () => void update({ userId, deactivated: false }, t('reactivated', { name })),
        }
      : { key: 'deactivate', text: t('deactivate'), icon: <UserX aria-hidden />, onSelect: () => ask('deactivate') },
    { key: 'delete', text: t('delete'), icon: <Trash2 aria-hidden />, onSelect: () => ask('delete') },
  ];
};

const State = ({ account }: Pick<AccountRowProps, 'account'>) => {
  const t = useTranslations('accounts');
  if (account.deactivated)
    return <span className="rounded-sm bg-sunken px-1.5 font-medium text-sm">{t('deactivated')}</span>;
  return (
    <span className="text-soft text-sm">
      {account.lastSeenAt === null ? t('neverSeen') : <When at={account.lastSeenAt} />}
      {account.sessions > 0 ? ` · ${t('sessions', { count: account.sessions })}` : null}
    </span>
  );
};

/** Somebody who has an account: what they may, whether they are here, and what can be done about it. */
export const AccountRow = ({ account, update, makeLink, remove }: AccountRowProps) => {
  const t = useTranslations('accounts');
  const me = useMe();
  const language = useLocale();
  const [question, ask] = useState<Question | 'delete' | null>(null);
  const [link, setLink] = useState<Data<'account:reset-link'> | null>(null);
  const { id: userId, name, email, role } = account;
  const menu = useMenu({ account, update, ask, link: () => void makeLink(userId).then(setLink) });
  const answer = async () => {
    if (question === 'unprotect') await update({ userId, unprotect: true, language }, t('wasUnprotected', { name }));
    if (question === 'endSessions') await update({ userId, endSessions: true }, t('sessionsEnded', { name }));
    if (question === 'deactivate')
      await update({ userId, deactivated: true }, t('wasDeactivated', { name }), { userId, deactivated: false });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2 last:border-0">
      <Avatar id={userId} name={name} image={account.image} />
      <div className="min-w-0 flex-1 basis-48">
        <div className="truncate font-medium">
          <bdi>{name}</bdi> {userId === me.id ? <span className="font-normal text-soft">{t('you')}</span> : null}
        </div>
        <div className="truncate text-soft text-sm">{email}</div>
      </div>
      <State account={account} />
      <div className="ml-auto flex items-center gap-1">
        <Select
          label={t('roleOf', { name })}
          value={role}
          options={Role.options.map((value) => ({ value, label: t(`roles.${value}`) }))}
          onChange={(next) => {
            const wanted = Role.parse(next);
            void update({ userId, role: wanted }, t('roleChanged', { name, role: t(`roles.${wanted}`) }), {
              userId,
              role,
            });
          }}
        />
        <MenuButton
          aria-label={t('more', { name })}
          entries={menu}
          align="end"
          className={buttonLook({ kind: 'ghost', size: 'icon' })}
        >
          <Ellipsis aria-hidden />
        </MenuButton>
      </div>
      {link === null ? null : <ResetLink name={name} made={link} onClose={() => setLink(null)} />}
      {question === 'delete' ? (
        <DeleteAccount
          name={name}
          onDelete={(messages) => remove({ userId, messages }, t('wasDeleted', { name }))}
          onClose={() => ask(null)}
        />
      ) : null}
      {question === null || question === 'delete' ? null : (
        <Confirm
          title={t(questions[question].title, { name })}
          hint={t(questions[question].hint)}
          action={t(questions[question].action)}
          onConfirm={() => void answer()}
          onClose={() => ask(null)}
        />
      )}
    </li>
  );
};
