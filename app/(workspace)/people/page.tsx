import type { Metadata } from 'next';
import { pathWith } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { Texts } from '../../_messages/texts.tsx';
import { requireMe } from '../signed-in.ts';
import { Directory } from './directory.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('directory.title') });

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function PeoplePage({ searchParams }: { searchParams: Query }) {
  await requireMe(pathWith('/people', await searchParams));
  return (
    <Texts of={['directory']}>
      <Directory />
    </Texts>
  );
}
