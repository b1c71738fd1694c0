import type { Metadata } from 'next';
import { pathWith } from '../../../../_auth/next-path.ts';
import { translator } from '../../../../_messages/catalogue.ts';
import { Texts } from '../../../../_messages/texts.tsx';
import { requireAccess } from '../../../signed-in.ts';
import { MailDesk } from './mail-desk.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('mail.title') });

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function MailPage({ searchParams }: { searchParams: Query }) {
  await requireAccess('admin', pathWith('/admin/mail', await searchParams));
  return (
    <Texts of={['mail']}>
      <MailDesk />
    </Texts>
  );
}
