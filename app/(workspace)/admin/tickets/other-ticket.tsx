'use client';

import { useTicketCard } from '../../../_live/tickets/ticket-hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { useAskedCard } from '../../chat/_cards/asked-cards.ts';
import { useTicketAddress } from './filter-address.ts';
import { StateSign } from './ticket-signs.tsx';

/** Another ticket, one press away: the original of a duplicate, or a duplicate of this one. */
export const OtherTicket = ({ id }: { id: string }) => {
  useAskedCard(id);
  const ticket = useTicketCard(id);
  const { open } = useTicketAddress();
  if (!ticket) return <Skeleton className="h-4 w-40" />;
  return (
    <Button kind="link" size="inline" className="max-w-full" onClick={() => open(ticket)}>
      <span className="shrink-0 font-mono text-xs">{ticket.ticketId}</span>
      <bdi className="truncate">{ticket.title}</bdi>
      <StateSign state={ticket.state} />
    </Button>
  );
};
