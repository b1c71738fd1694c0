import type { Metadata } from 'next';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { WorkspaceDesk } from './workspace-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('workspace.title') });

export default async function WorkspacePage() {
  await requireAccess('admin', '/admin/workspace');
  const t = await translator();
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-170 flex-col gap-6 px-5 py-8">
        <h1 className="font-semibold text-2xl">{t('workspace.title')}</h1>
        <Texts of={['outcomes', 'pictures', 'workspace']}>
          <WorkspaceDesk />
        </Texts>
      </div>
    </main>
  );
}
