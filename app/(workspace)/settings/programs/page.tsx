import type { Metadata } from 'next';
import { translator } from '../../../_messages/catalogue.ts';
import { Texts } from '../../../_messages/texts.tsx';
import { ProgramsDesk } from '../../../_programs/programs-desk.tsx';
import { requireAccess } from '../../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('programs.title') });

export default async function ProgramsPage() {
  await requireAccess('colleague', '/settings/programs');
  return (
    <Texts of={['programs']}>
      <ProgramsDesk all={false} />
    </Texts>
  );
}
