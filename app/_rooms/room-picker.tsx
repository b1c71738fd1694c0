'use client';

import { Hash, Lock, X } from 'lucide-react';
import { useId, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../protocol/limits.ts';
import { useConversations } from '../_live/rooms/hooks.ts';
import { Select } from '../_ui/select.tsx';

type RoomPickerProps = {
  label: string;
  /** Where a heading above it says so already. */
  isTitled?: boolean;
  hint?: string;
  error?: string | undefined;
  chosen: readonly string[];
  /** What rooms are called that one is no member of. */
  names?: ReadonlyMap<string, string>;
  onChange: (roomIds: readonly string[]) => void;
};

/** Chooses several of one's rooms. */
export const RoomPicker = ({ label, isTitled = false, hint, error, chosen, names, onChange }: RoomPickerProps) => {
  const t = useTranslations('invitations');
  const id = useId();
  const { conversations } = useConversations();
  const rooms = useMemo(
    () =>
      conversations
        .filter(({ kind, archivedAt }) => kind === 'room' && archivedAt === null)
        .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '')),
    [conversations],
  );
  const roomOf = (roomId: string) => rooms.find((room) => room.id === roomId);
  const left = rooms.filter((room) => !chosen.includes(room.id));
  const isFull = chosen.length >= limits.invitationRooms;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is not laid out like the fields around it
    <div
      role="group"
      aria-label={label}
      aria-describedby={hint || error ? id : undefined}
      className="flex flex-col gap-1"
    >
      {isTitled ? null : <span className="font-medium text-sm">{label}</span>}
      <div className="flex flex-wrap items-center gap-1">
        {chosen.map((roomId) => {
          const room = roomOf(roomId);
          const name = room?.name ?? names?.get(roomId) ?? t('unknownRoom');
          const Icon = room?.visibility === 'private' ? Lock : Hash;
          return (
            <button
              key={roomId}
              type="button"
              aria-label={t('removeRoom', { name })}
              onClick={() => onChange(chosen.filter((one) => one !== roomId))}
              className="flex h-8 items-center gap-1 rounded-md bg-accent-wash px-2 text-accent-ink text-sm max-sm:h-10"
            >
              <Icon className="size-3" aria-hidden />
              <bdi className="max-w-50 truncate">{name}</bdi>
              <X className="size-3" aria-hidden />
            </button>
          );
        })}
        {isFull ? null : (
          <Select
            label={t('addRoom')}
            placeholder={t('addRoom')}
            empty={t('noRooms')}
            options={left.map((room) => ({ value: room.id, label: room.name ?? '' }))}
            onChange={(roomId) => onChange([...chosen, roomId])}
          />
        )}
      </div>
      {(error ?? hint) ? (
        <p
          id={id}
          role={error ? 'alert' : undefined}
          className={error ? 'text-danger-ink text-sm' : 'text-faint text-sm'}
        >
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
};
