import type { Metadata } from 'next';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { SourceDesk } from './source-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('sources.title') });

export default async function SourcesPage() {
  await requireAccess('admin', '/admin/sources');
  return (
    <Texts of={['namedSources', 'sources']}>
      <SourceDesk />
    </Texts>
  );
}
