import type { Metadata } from 'next';
import { pathWith } from '../../../../_auth/next-path.ts';
import { translator } from '../../../../_messages/catalogue.ts';
import { requireAccess } from '../../../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('tickets.title') });

type Asked = {
  params: Promise<{ address: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const written = (part: string): string => {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return encodeURIComponent(part);
  }
};

/** One ticket: signing in on the way keeps its address whole. */
export default async function TicketPage({ params, searchParams }: Asked) {
  const { address } = await params;
  await requireAccess('handler', pathWith(`/admin/tickets/${address.map(written).join('/')}`, await searchParams));
  return null;
}
