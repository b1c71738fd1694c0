import type { Metadata } from 'next';
import { pageSession } from '../../../server/doors/http/page.ts';
import { signInPath } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { OtherWayIn } from '../form-frame.tsx';
import { ConfirmAddressForm } from './confirm-address-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await translator())('auth.confirmAddressTitle'),
  // The address is a secret until the page has taken it out.
  referrer: 'no-referrer',
});

/** For whoever has asked for another address, signed in: a link counts for nobody else. */
export default async function ConfirmAddressPage() {
  if (await pageSession()) return <ConfirmAddressForm />;
  const t = await translator();
  return (
    <>
      <h1 className="font-semibold text-2xl">{t('auth.confirmAddressTitle')}</h1>
      <p className="mt-2">{t('auth.confirmAddressSignIn')}</p>
      <OtherWayIn question="" label={t('auth.signIn')} href={signInPath('/settings')} />
    </>
  );
}
