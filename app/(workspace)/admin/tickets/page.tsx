import type { Metadata } from 'next';
import { pathWith } from '../../../_auth/next-path.ts';
import { translator } from '../../../_messages/catalogue.ts';
import { Texts } from '../../../_messages/texts.tsx';
import { requireAccess } from '../../signed-in.ts';
import { TicketDesk } from './ticket-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('tickets.title') });

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function TicketsPage({ searchParams }: { searchParams: Query }) {
  await requireAccess('handler', pathWith('/admin/tickets', await searchParams));
  return (
    <Texts of={['tickets']}>
      <TicketDesk />
    </Texts>
  );
}
