import type { Metadata } from 'next';
import { pathWith } from '../../../_auth/next-path.ts';
import { translator } from '../../../_messages/catalogue.ts';
import { requireAccess } from '../../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('tickets.title') });

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function TicketsPage({ searchParams }: { searchParams: Query }) {
  await requireAccess('handler', pathWith('/admin/tickets', await searchParams));
  return null;
}
