import type { Metadata } from 'next';
import { translator } from '../../../../../_messages/catalogue.ts';
import { Texts } from '../../../../../_messages/texts.tsx';
import { requireAccess } from '../../../../signed-in.ts';
import { NewSource } from '../named/new-source.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('namedSources.new') });

export default async function NewSourcePage() {
  await requireAccess('admin', '/admin/sources/new');
  return (
    <Texts of={['namedSources', 'programs']}>
      <NewSource />
    </Texts>
  );
}
