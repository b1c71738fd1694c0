'use client';

import { Activity, MessagesSquare, Settings, TicketX } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/connection/hooks.ts';
import { useTotalUnread } from '../../_live/rooms/hooks.ts';
import { useTicketCounts } from '../../_live/tickets/hooks.ts';

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
    // Red says how many mentions there are, and nothing else.
    count: mentions > 0 ? mentions : unread,
    urgent: mentions > 0,
    countLabel: mentions > 0 ? t('list.mentions', { count: mentions }) : t('frame.unreadCount', { count: unread }),
  };
  const tickets = {
    href: '/admin/tickets',
    label: t('frame.tickets'),
    icon: TicketX,
    count: open,
    urgent: false,
    countLabel: t('frame.openTickets', { count: open }),
  };
  const system = {
    href: '/admin/system',
    label: t('frame.system'),
    icon: Activity,
    count: 0,
    urgent: false,
    countLabel: '',
  };
  const settings = {
    href: '/settings',
    label: t('frame.settings'),
    icon: Settings,
    count: 0,
    urgent: false,
    countLabel: '',
  };
  const places = role === 'admin' ? [chat, tickets, system, settings] : [chat, settings];
  return places.map((place) => ({ ...place, current: path === place.href || path.startsWith(`${place.href}/`) }));
};
