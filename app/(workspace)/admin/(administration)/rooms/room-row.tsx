'use client';

import { Archive, ArchiveRestore, Ellipsis, Hash, History, Lock, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { RoomSummary } from '../../../../../protocol/index.ts';
import { buttonLook } from '../../../../_ui/button.tsx';
import { later } from '../../../../_ui/later.tsx';
import { MenuButton, type MenuEntry } from '../../../../_ui/menu-button.tsx';
import type { useRooms } from './use-rooms.ts';

const ChooseOwner = later(() => import('./choose-owner.tsx'));

type RoomRowProps = { room: RoomSummary; update: ReturnType<typeof useRooms>['update'] };

const useMenu = ({ room, update }: RoomRowProps, chooseOwner: () => void): MenuEntry[] => {
  const t = useTranslations('rooms');
  const router = useRouter();
  const { id: roomId, name, archivedAt } = room;
  const isArchived = archivedAt !== null;
  const archive = () =>
    void update({ roomId, archived: !isArchived }, t(isArchived ? 'reopened' : 'wasArchived', { name }), {
      ...{ roomId, archived: isArchived },
    });
  return [
    { key: 'owner', text: t('giveOwner'), icon: <UserRound aria-hidden />, onSelect: chooseOwner },
    {
      key: 'archive',
      text: t(isArchived ? 'reopen' : 'archive'),
      icon: isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />,
      onSelect: archive,
    },
    'line',
    {
      key: 'audit',
      text: t('whatWasDone'),
      icon: <History aria-hidden />,
      onSelect: () => router.push(`/admin/audit?subjectId=${roomId}`),
    },
  ];
};

/** A room: who owns it, how large it is, and what can be done about it. */
export const RoomRow = ({ room, update }: RoomRowProps) => {
  const t = useTranslations('rooms');
  const [choosing, setChoosing] = useState(false);
  const menu = useMenu({ room, update }, () => setChoosing(true));
  const { id: roomId, name, owner, archivedAt, visibility, memberCount, messages } = room;
  const Icon = visibility === 'public' ? Hash : Lock;
  const facts = [
    t(visibility),
    owner === null ? t('nobodys') : t('ownedBy', { name: owner.name }),
    t('members', { count: memberCount }),
    t('messages', { count: messages }),
  ];
  return (
    <li className="flex items-center gap-3 border-b px-3 py-2 last:border-0">
      <Icon className="size-4 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <bdi className="truncate font-medium">{name}</bdi>
          {archivedAt === null ? null : (
            <span className="shrink-0 rounded-sm bg-sunken px-1.5 text-sm">{t('archived')}</span>
          )}
        </div>
        <div className="text-soft text-sm">{facts.join(' · ')}</div>
      </div>
      <MenuButton
        aria-label={t('more', { name })}
        entries={menu}
        align="end"
        className={buttonLook({ kind: 'ghost', size: 'icon' })}
      >
        <Ellipsis aria-hidden />
      </MenuButton>
      {choosing ? (
        <ChooseOwner
          room={room}
          onChoose={(person) => {
            setChoosing(false);
            const back = owner && { roomId, ownerId: owner.id };
            void update({ roomId, ownerId: person.id }, t('given', { name, owner: person.name }), back ?? undefined);
          }}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </li>
  );
};
