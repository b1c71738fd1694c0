'use client';

import { Compass, MessageSquarePlus, Plus, Search, SquarePen, UsersRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Virtualizer } from 'virtua';
import { useIsAsking } from '../../../_live/connection/hooks.ts';
import { useHasFirstSteps, useMayBrowse, useMayMakeRooms, useWorkspace } from '../../../_live/workspace/hooks.ts';
import { cn } from '../../../_ui/class-names.ts';
import { hint } from '../../../_ui/hint.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Input } from '../../../_ui/input.tsx';
import { later } from '../../../_ui/later.tsx';
import { Logo } from '../../../_ui/logo.tsx';
import { MenuButton } from '../../../_ui/menu-button.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { useOverlays } from '../../_frame/use-overlays.ts';
import { useConversationId } from '../../navigation.tsx';
import { ConversationLink } from './conversation-link.tsx';
import type { HintAction } from './list-hint.tsx';
import { type ListEntry, type Sections, useSections } from './sections.ts';

// Nobody needs them to read on.
const ListHint = later(() => import('./list-hint.tsx'));
const NoConversations = later(() => import('./no-conversations.tsx'));
const FirstMinutes = later(() => import('../_first/first-minutes.tsx'));

type Row =
  | { kind: 'heading'; text: string; action?: 'rooms' | 'direct' }
  | { kind: 'hint'; text: string; action: HintAction }
  | ListEntry;

const NewMenu = () => {
  const t = useTranslations('list');
  const { openNewMessage, openNewRoom, openBrowseRooms } = useOverlays();
  const makesRooms = useMayMakeRooms();
  const browses = useMayBrowse();
  return (
    <MenuButton
      align="end"
      aria-label={t('new')}
      {...hint(t('new'))}
      className="grid size-8 place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink max-sm:size-11"
      entries={[
        { key: 'message', text: t('newMessage'), icon: <MessageSquarePlus />, onSelect: openNewMessage },
        ...(makesRooms ? [{ key: 'room', text: t('newRoom'), icon: <UsersRound />, onSelect: openNewRoom }] : []),
        ...(browses ? [{ key: 'browse', text: t('browse'), icon: <Compass />, onSelect: openBrowseRooms }] : []),
      ]}
    >
      <SquarePen className="size-4" aria-hidden />
    </MenuButton>
  );
};

const Heading = ({ text, action }: { text: string; action?: 'rooms' | 'direct' | undefined }) => {
  const t = useTranslations('list');
  const { openNewMessage, openBrowseRooms } = useOverlays();
  const browses = useMayBrowse();
  return (
    <div className="flex h-10 items-center justify-between pt-2 pl-2">
      <h2 className="font-medium text-faint text-sm">{text}</h2>
      {action === 'direct' || (action === 'rooms' && browses) ? (
        <IconButton
          label={t(action === 'rooms' ? 'browse' : 'newMessage')}
          size="icon-sm"
          onClick={action === 'rooms' ? openBrowseRooms : openNewMessage}
        >
          {action === 'rooms' ? <Compass /> : <Plus />}
        </IconButton>
      ) : null}
    </div>
  );
};

const useRows = (sections: Sections, query: string): Row[] => {
  const t = useTranslations('list');
  const { rooms, direct, archived } = sections;
  const filtering = query.trim() !== '';
  if (filtering && rooms.length + direct.length + archived.length === 0)
    return [{ kind: 'hint', text: t('noMatch', { query: query.trim() }), action: 'clear' }];
  const section = (text: string, action: 'rooms' | 'direct', entries: ListEntry[], hint: string): Row[] =>
    filtering && entries.length === 0
      ? []
      : [
          { kind: 'heading', text, action },
          ...(entries.length === 0 ? [{ kind: 'hint', text: hint, action } as const] : entries),
        ];
  return [
    ...section(t('rooms'), 'rooms', rooms, t('noRooms')),
    ...section(t('direct'), 'direct', direct, t('noDirect')),
    ...(archived.length === 0 ? [] : [{ kind: 'heading', text: t('archived') } as const, ...archived]),
  ];
};

const Loading = () => {
  const t = useTranslations('list');
  return useIsAsking() ? <Coming /> : <p className="px-4 pt-4 text-soft">{t('needsConnection')}</p>;
};

const Coming = () => (
  <div className="flex flex-col gap-3 px-4 pt-4">
    {[60, 45, 70, 55, 40, 65].map((width) => (
      <div key={width} className="flex items-center gap-2">
        <Skeleton className="size-6" />
        <div style={{ width: `${width}%` }}>
          <Skeleton className="h-3" />
        </div>
      </div>
    ))}
  </div>
);

const rowKey = (row: Row): string => ('kind' in row ? `${row.kind}-${row.text}` : row.conversation.id);

export const ConversationList = ({ className }: { className?: string }) => {
  const t = useTranslations('list');
  const current = useConversationId();
  const workspace = useWorkspace();
  const hasFirstSteps = useHasFirstSteps();
  const [query, setQuery] = useState('');
  const { loaded, total, sections } = useSections(query);
  const rows = useRows(sections, query);
  const scroller = useRef<HTMLDivElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  return (
    <nav aria-label={t('title')} className={cn('flex min-h-0 flex-col bg-panel', className)}>
      <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
        <Logo address={workspace?.logo} className="mr-2 size-8 rounded-lg sm:hidden" />
        <h1 className="min-w-0 flex-1 truncate font-semibold text-lg">
          <bdi>{workspace?.name ?? t('title')}</bdi>
        </h1>
        <NewMenu />
      </div>
      <div className="relative px-3 pb-1">
        <Search
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-5.5 size-4 text-faint"
          aria-hidden
        />
        <Input
          ref={filter}
          type="search"
          aria-label={t('filter')}
          placeholder={t('filter')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
          dense
          className="pl-8"
        />
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {/* On wider screens they stand in the middle of the page. */}
        {loaded && hasFirstSteps ? <FirstMinutes className="px-2 py-4 sm:hidden" /> : null}
        {loaded ? null : <Loading />}
        {loaded && total === 0 ? <NoConversations /> : null}
        {loaded && total > 0 ? (
          <Virtualizer scrollRef={scroller}>
            {rows.map((row) => (
              <div key={rowKey(row)}>
                {'conversation' in row ? (
                  <ConversationLink entry={row} current={row.conversation.id === current} />
                ) : row.kind === 'heading' ? (
                  <Heading text={row.text} action={row.action} />
                ) : (
                  <ListHint row={row} field={filter} onClear={() => setQuery('')} />
                )}
              </div>
            ))}
          </Virtualizer>
        ) : null}
      </div>
    </nav>
  );
};
