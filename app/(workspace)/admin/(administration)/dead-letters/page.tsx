import type { Metadata } from 'next';
import { pathWith } from '../../../../_auth/next-path.ts';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { DeadLetterDesk } from './dead-letter-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('deadLetters.title') });

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function DeadLettersPage({ searchParams }: { searchParams: Query }) {
  await requireAccess('admin', pathWith('/admin/dead-letters', await searchParams));
  return (
    <Texts of={['deadLetters']}>
      <DeadLetterDesk />
    </Texts>
  );
}
