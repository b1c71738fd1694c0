'use client';

import { useEffect, useState } from 'react';
import { cn } from '../../_ui/class-names.ts';
import { later } from '../../_ui/later.tsx';
import { useConversationId } from '../navigation.tsx';
import { ConversationPane } from './_conversation/conversation-pane.tsx';
import { ConversationList } from './_list/conversation-list.tsx';
import { useNeighbourKeys } from './_list/neighbour-keys.ts';

const NothingChosen = later(() => import('./_conversation/nothing-chosen.tsx'));

/**
 * The list and the conversation. On wide screens side by side; on tablets the list lies over the conversation when
 * asked for; on phones there is one of them at a time.
 */
export const ChatPanes = () => {
  const id = useConversationId();
  const [listOpen, setListOpen] = useState(false);
  useNeighbourKeys();
  // biome-ignore lint/correctness/useExhaustiveDependencies: choosing a conversation puts the list away
  useEffect(() => setListOpen(false), [id]);
  useEffect(() => {
    if (!listOpen) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setListOpen(false);
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [listOpen]);
  return (
    <main className="relative flex min-w-0 flex-1">
      <ConversationList
        className={cn(
          'w-70 shrink-0 border-r max-sm:w-full max-sm:border-0',
          id &&
            'max-sm:hidden sm:max-lg:absolute sm:max-lg:inset-y-0 sm:max-lg:left-0 sm:max-lg:z-30 sm:max-lg:shadow-raised',
          id && !listOpen && 'sm:max-lg:hidden',
        )}
      />
      {id && listOpen ? (
        <div
          aria-hidden
          className="absolute inset-0 z-20 bg-black/30 max-sm:hidden lg:hidden"
          onClick={() => setListOpen(false)}
        />
      ) : null}
      <div className={cn('flex min-w-0 flex-1', !id && 'max-sm:hidden')}>
        {id ? <ConversationPane key={id} id={id} onShowList={() => setListOpen(true)} /> : <NothingChosen />}
      </div>
    </main>
  );
};
