'use client';

import { Hash, Lock } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type RoomSummary, success } from '../../../../../protocol/index.ts';
import { limits } from '../../../../../protocol/limits.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { Dialog, DialogBody } from '../../../../_ui/dialog.tsx';
import { FindField } from '../find-field.tsx';
import { PagedList } from '../paged-list.tsx';
import { usePages } from '../use-pages.ts';

type ChooseRoomProps = { onChoose: (roomId: string) => void; onClose: () => void };

/** Which room a file is to be of: any there is, also one that is archived. */
export default function ChooseRoom({ onChoose, onClose }: ChooseRoomProps) {
  const t = useTranslations('exports');
  const live = useLive();
  const [query, setQuery] = useState('');
  const ask = useCallback(
    async (after: string | undefined) => {
      const answer = await live.request('room:list', {
        ...(query.trim() !== '' && { query: query.trim() }),
        ...(after !== undefined && { after }),
      });
      return answer.ok ? success({ items: answer.data.rooms, next: answer.data.next }) : answer;
    },
    [live, query],
  );
  const pages = usePages<RoomSummary, string>(ask);
  return (
    <Dialog title={t('chooseRoom')} lead={t('chooseRoomHint')} onClose={onClose}>
      <DialogBody>
        <FindField label={t('findRoom')} value={query} most={limits.roomName} onChange={setQuery} />
        <PagedList
          label={t('rooms')}
          pages={pages}
          row={({ id, name, visibility, messages }) => (
            <li key={id} className="border-b last:border-0">
              <button
                type="button"
                onClick={() => onChoose(id)}
                className="flex min-h-11 w-full items-center gap-2 px-3 py-2 text-left hover:bg-sunken"
              >
                {visibility === 'public' ? (
                  <Hash className="size-4 shrink-0 text-soft" aria-hidden />
                ) : (
                  <Lock className="size-4 shrink-0 text-soft" aria-hidden />
                )}
                <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
                <span className="shrink-0 text-soft text-sm">{t('messages', { count: messages })}</span>
              </button>
            </li>
          )}
          none={{ icon: <Hash aria-hidden />, title: t('noRoom') }}
          onClear={undefined}
        />
      </DialogBody>
    </Dialog>
  );
}
