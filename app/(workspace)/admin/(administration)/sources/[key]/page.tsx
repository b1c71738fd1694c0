import type { Metadata } from 'next';
import { translator } from '../../../../../_messages/catalogue.ts';
import { Texts } from '../../../../../_messages/texts.tsx';
import { requireAccess } from '../../../../signed-in.ts';
import { SourceDetails } from '../named/source-details.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('sources.title') });

export default async function NamedSourcePage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  await requireAccess('admin', `/admin/sources/${encodeURIComponent(key)}`);
  return (
    <Texts of={['namedSources', 'programs']}>
      <SourceDetails sourceKey={key} />
    </Texts>
  );
}
