'use client';

import { CircleCheck, CircleDot, Clock, Eye, TicketX } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { hasAccess } from '../../../../protocol/access.ts';
import type { Rejection } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useTicketCard } from '../../../_live/tickets/ticket-hooks.ts';
import { usePersonName } from '../../../_people/names.ts';
import { useAskedCard } from './asked-cards.ts';
import { type TicketLink, ticketLinksIn } from './ticket-links.ts';

const frame = 'mt-1 flex w-fit max-w-full items-center gap-3 rounded-md border border-line bg-canvas px-3 py-2 text-sm';

const signs = { open: CircleDot, acknowledged: Eye, snoozed: Clock, resolved: CircleCheck } as const;

const Assignee = ({ id }: { id: string }) => <bdi className="truncate text-soft">{usePersonName(id).name}</bdi>;

const Known = ({ ticket, path }: { ticket: Rejection; path: string }) => {
  const t = useTranslations('ticketCard');
  const Sign = signs[ticket.state];
  return (
    <Link
      href={path}
      prefetch={false}
      data-ticket-card={ticket.id}
      aria-label={t('label', { ticket: ticket.ticketId, title: ticket.title, state: t(`states.${ticket.state}`) })}
      className={`${frame} hover:bg-panel`}
    >
      <span className="shrink-0 font-mono text-soft text-xs">{ticket.ticketId}</span>
      <bdi className="min-w-0 truncate font-medium">{ticket.title}</bdi>
      <span className="flex shrink-0 items-center gap-1.5 text-soft">
        <Sign className="size-4" aria-hidden /> {t(`states.${ticket.state}`)}
      </span>
      {ticket.assigneeId === null ? null : <Assignee id={ticket.assigneeId} />}
    </Link>
  );
};

/** For whoever may not see it: what the address itself says. */
const NumberAlone = ({ number }: { number: string | null }) => {
  const t = useTranslations('ticketCard');
  return (
    <p data-ticket-card="" className={frame}>
      <TicketX className="size-4 shrink-0 text-soft" aria-hidden />
      {number === null ? t('unnamed') : <bdi className="wrap-anywhere font-mono text-xs">{number}</bdi>}
    </p>
  );
};

const Card = ({ link }: { link: TicketLink }) => {
  const { role } = useMe();
  const ticket = useTicketCard(link.id);
  useAskedCard(link.id);
  // What was shown once stays while it is asked for anew, and never gives way to something older.
  const shown = useRef<Rejection | null>(null);
  if (ticket && ticket.version > (shown.current?.version ?? -1)) shown.current = ticket;
  if (!hasAccess('handler', role)) return link.isOwn ? <NumberAlone number={link.number} /> : null;
  return shown.current ? <Known ticket={shown.current} path={link.path} /> : null;
};

/** A message's links to tickets, each as what has become of it. */
export default function TicketCards({ body }: { body: string }) {
  const links = useMemo(() => ticketLinksIn(body, window.location.hostname), [body]);
  return links.map((link) => <Card key={link.id} link={link} />);
}
