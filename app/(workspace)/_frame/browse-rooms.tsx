'use client';

import { Hash, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Data } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { success } from '../../../protocol/result.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { Button } from '../../_ui/button.tsx';
import { ClearSearch } from '../../_ui/clear-search.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { Input } from '../../_ui/input.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { toast } from '../../_ui/toast.ts';
import { pathOfConversation, useGoTo } from '../navigation.tsx';
import { useOverlays } from './use-overlays.ts';

type Room = Data<'conversation:browse'>['conversations'][number];
const pageLength = 50;

const useRooms = (query: string) => {
  const live = useLive();
  const [rooms, setRooms] = useState<readonly Room[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<ContractError | null>(null);
  const ask = (after?: string) =>
    live.request('conversation:browse', {
      limit: pageLength,
      ...(query === '' ? {} : { query }),
      ...(after === undefined ? {} : { after }),
    });
  const show = (answer: Awaited<ReturnType<typeof ask>>, before: readonly Room[]) => {
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setRooms([...before, ...answer.data.conversations]);
    setNext(answer.data.next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when the query changes, and only then
  useEffect(() => {
    // No room's name is so long, and the server would refuse the question.
    if (query.length > limits.roomName) return show(success({ conversations: [], next: null }), []);
    let current = true;
    const timer = setTimeout(() => void ask().then((answer) => current && show(answer, [])), query === '' ? 0 : 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [live, query]);
  const loadMore = () => void ask(next ?? undefined).then((answer) => show(answer, rooms ?? []));
  return { rooms, hasMore: next !== null, error, loadMore };
};

const RoomRow = ({ room, onOpen }: { room: Room; onOpen: () => void }) => {
  const t = useTranslations('browse');
  const live = useLive();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const name = room.name ?? '';
  const join = async () => {
    setBusy(true);
    const answer = await live.request('conversation:join', { conversationId: room.id });
    setBusy(false);
    if (answer.ok) onOpen();
    else toast.error(errorText(answer.error));
  };
  return (
    <li className="flex items-center gap-3 rounded-md px-2 py-2 hover:bg-sunken">
      <Hash className="size-4 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-soft text-sm">
          {t('members', { count: room.memberCount })}
          {room.topic ? ` · ${room.topic}` : null}
        </div>
      </div>
      {room.joined ? (
        <Button size="sm" onClick={onOpen} aria-label={t('openNamed', { name })}>
          {t('open')}
        </Button>
      ) : (
        <Button
          size="sm"
          kind="primary"
          disabled={busy}
          onClick={() => void join()}
          aria-label={t('joinNamed', { name })}
        >
          {t('join')}
        </Button>
      )}
    </li>
  );
};

export default function BrowseRooms({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const errorText = useErrorText();
  const goTo = useGoTo();
  const { openNewRoom } = useOverlays();
  const [query, setQuery] = useState('');
  const { rooms, hasMore, error, loadMore } = useRooms(query.trim());
  const open = (id: string) => {
    goTo(pathOfConversation(id));
    onClose();
  };
  const search = useRef<HTMLInputElement>(null);
  const empty = query.trim() === '' ? t('browse.none') : t('browse.noMatch', { query: query.trim() });
  return (
    <Dialog title={t('browse.title')} lead={t('browse.lead')} onClose={onClose}>
      <div className="px-5 pb-2">
        <Input
          ref={search}
          autoFocus
          type="search"
          aria-label={t('browse.search')}
          placeholder={t('browse.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <div className="h-80 overflow-y-auto px-3 pb-3">
        {rooms === null && !error
          ? [1, 2, 3, 4].map((place) => <Skeleton key={place} className="mx-2 my-2 h-10" />)
          : null}
        <ul aria-label={t('list.rooms')}>
          {rooms?.map((room) => (
            <RoomRow key={room.id} room={room} onOpen={() => open(room.id)} />
          ))}
        </ul>
        {hasMore ? (
          <Button kind="ghost" className="w-full" onClick={loadMore}>
            {t('actions.loadMore')}
          </Button>
        ) : null}
        <p role="status" className="wrap-anywhere px-2 pt-4 text-soft empty:hidden">
          {error ? errorText(error) : rooms?.length === 0 ? (hasMore ? t('browse.searched') : empty) : null}
        </p>
        {rooms?.length === 0 && query !== '' ? (
          <ClearSearch size="sm" className="mx-2 mt-3" field={search} onClear={() => setQuery('')} />
        ) : null}
      </div>
      <div className="border-t bg-panel px-5 py-3">
        <Button onClick={openNewRoom}>
          <Plus aria-hidden /> {t('list.newRoom')}
        </Button>
      </div>
    </Dialog>
  );
}
