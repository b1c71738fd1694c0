import type { Metadata } from 'next';
import { pathWith } from '../../../../_auth/next-path.ts';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { RoomDesk } from './room-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('rooms.title') });

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function RoomsPage({ searchParams }: { searchParams: Query }) {
  await requireAccess('admin', pathWith('/admin/rooms', await searchParams));
  return (
    <Texts of={['rooms']}>
      <RoomDesk />
    </Texts>
  );
}
