import type { Metadata } from 'next';
import { InvitationList } from '../../../../_invitations/invitation-list.tsx';
import { translator } from '../../../../_messages/catalogue.ts';
import { requireAccess } from '../../../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await translator())('administration.sections.invitations'),
});

export default async function InvitationsPage() {
  await requireAccess('admin', '/admin/invitations');
  const t = await translator();
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-170 flex-col gap-6 px-5 py-8">
        <div>
          <h1 className="font-semibold text-2xl">{t('administration.sections.invitations')}</h1>
          <p className="text-soft">{t('administration.invitationsHint')}</p>
        </div>
        <InvitationList />
      </div>
    </main>
  );
}
