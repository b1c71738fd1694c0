'use client';

import { MessagesSquare, Settings, ShieldUser, TicketX, Users } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { hasAccess } from '../../../protocol/access.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { useTotalUnread } from '../../_live/rooms/hooks.ts';
import { useTicketCounts } from '../../_live/tickets/hooks.ts';
import { administrationPath } from '../navigation.tsx';

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

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
  const people = {
    href: '/people',
    label: t('frame.people'),
    icon: Users,
    count: 0,
    urgent: false,
    countLabel: '',
  };
  const tickets = {
    href: '/admin/tickets',
    label: t('frame.tickets'),
    icon: TicketX,
    count: open,
    urgent: false,
    countLabel: t('frame.openTickets', { count: open }),
  };
  const administration = {
    href: administrationPath,
    label: t('frame.administration'),
    icon: ShieldUser,
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
  const places = [
    chat,
    people,
    ...(hasAccess('handler', role) ? [tickets] : []),
    ...(hasAccess('admin', role) ? [administration] : []),
    settings,
  ];
  const current = places.find(({ href }) => isWithin(path, href)) ?? (isWithin(path, '/admin') ? administration : null);
  return places.map((place) => ({ ...place, current: place === current }));
};
