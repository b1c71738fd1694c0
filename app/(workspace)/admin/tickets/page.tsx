import type { Metadata } from 'next';
import { translator } from '../../../_messages/catalogue.ts';
import { requireAdmin } from '../../signed-in.ts';
import { TicketDesk } from './ticket-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('tickets.title') });

export default async function TicketsPage() {
  await requireAdmin('/admin/tickets');
  return <TicketDesk />;
}
