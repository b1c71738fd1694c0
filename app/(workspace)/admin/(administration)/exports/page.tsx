import type { Metadata } from 'next';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { ExportDesk } from './export-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('exports.title') });

export default async function ExportsPage() {
  await requireAccess('admin', '/admin/exports');
  return (
    <Texts of={['exports']}>
      <ExportDesk />
    </Texts>
  );
}
