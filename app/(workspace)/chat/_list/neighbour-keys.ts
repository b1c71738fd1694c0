'use client';

import { useEffect } from 'react';
import { pathOfConversation, useConversationId, useGoTo } from '../../navigation.tsx';
import { useSections } from './sections.ts';

/** Alt+↑ and Alt+↓ go to the conversation above and below in the list. */
export const useNeighbourKeys = (): void => {
  const current = useConversationId();
  const goTo = useGoTo();
  const { sections } = useSections('');
  useEffect(() => {
    const order = [...sections.rooms, ...sections.direct, ...sections.archived];
    const onKey = (event: KeyboardEvent) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const place = order.findIndex(({ conversation }) => conversation.id === current);
      const next = order[place === -1 ? 0 : place + step];
      if (!next) return;
      event.preventDefault();
      goTo(pathOfConversation(next.conversation.id));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [sections, current, goTo]);
};
