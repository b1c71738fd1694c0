import type { Metadata } from 'next';
import { pageWelcome } from '../../../server/doors/http/page.ts';
import { translator } from '../../_messages/catalogue.ts';
import { OtherWayIn } from '../form-frame.tsx';
import { requireNobody } from '../signed-out.ts';
import { ForgottenForm } from './forgotten-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await translator())('auth.forgottenTitle'),
});

export default async function ForgottenPage() {
  await requireNobody();
  const { mail } = await pageWelcome();
  if (mail) return <ForgottenForm />;
  const t = await translator();
  return (
    <>
      <h1 className="font-semibold text-2xl">{t('auth.forgottenTitle')}</h1>
      <p className="mt-2">{t('auth.forgottenByAdmin')}</p>
      <OtherWayIn question="" label={t('auth.backToSignIn')} href="/sign-in" />
    </>
  );
}
