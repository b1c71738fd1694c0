'use client';

import { MessagesSquare, Settings, TicketX } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useMe, useTicketCounts, useTotalUnread } from '../../_live/hooks.ts';

/** The pages that the rail and the bottom bar lead to, with what waits there. */
export const usePlaces = () => {
  const t = useTranslations();
  const path = usePathname();
  const { role } = useMe();
  const { unread, mentions } = useTotalUnread();
  const { open } = useTicketCounts();
  const chat = {
    href: '/chat',
    label: t('frame.chat'),
    icon: MessagesSquare,
    count: unread,
    urgent: mentions > 0,
    countLabel: t('frame.unreadCount', { count: unread }),
  };
  const tickets = {
    href: '/admin/tickets',
    label: t('frame.tickets'),
    icon: TicketX,
    count: open,
    urgent: false,
    countLabel: t('tickets.openCount', { count: open }),
  };
  const settings = {
    href: '/settings',
    label: t('frame.settings'),
    icon: Settings,
    count: 0,
    urgent: false,
    countLabel: '',
  };
  const places = role === 'admin' ? [chat, tickets, settings] : [chat, settings];
  return places.map((place) => ({ ...place, current: path === place.href || path.startsWith(`${place.href}/`) }));
};
