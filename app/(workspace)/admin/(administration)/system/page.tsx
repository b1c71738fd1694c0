import type { Metadata } from 'next';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { SystemDesk } from './system-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('system.title') });

export default async function SystemPage() {
  await requireAccess('admin', '/admin/system');
  return (
    <Texts of={['system']}>
      <SystemDesk />
    </Texts>
  );
}
