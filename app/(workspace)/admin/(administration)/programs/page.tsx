import type { Metadata } from 'next';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { ProgramsDesk } from '../../../../_programs/programs-desk.tsx';
import { requireAccess } from '../../../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('programs.title') });

export default async function AllProgramsPage() {
  await requireAccess('admin', '/admin/programs');
  return (
    <Texts of={['pictures', 'programs']}>
      <ProgramsDesk all />
    </Texts>
  );
}
