import type { ReactNode } from 'react';
import { hasAccess } from '../../../../protocol/index.ts';
import { pageSession } from '../../../../server/doors/http/page.ts';
import { Texts } from '../../../_messages/texts.tsx';
import { TicketDesk } from './ticket-desk.tsx';

// As in chat: the desk follows the address by itself, and the pages inside only check who asks.
export default async function TicketsLayout({ children }: { children: ReactNode }) {
  const me = await pageSession();
  return (
    <Texts of={['tickets', 'outcomes', 'chat', 'composer', 'details', 'firstMinutes', 'message']}>
      {me && hasAccess('handler', me.role) ? <TicketDesk /> : null}
      {children}
    </Texts>
  );
}
