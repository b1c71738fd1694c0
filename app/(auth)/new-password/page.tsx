import type { Metadata } from 'next';
import { translator } from '../../_messages/catalogue.ts';
import { NewPasswordForm } from './new-password-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await translator())('auth.newPasswordTitle'),
  // The address is a secret until the page has taken it out.
  referrer: 'no-referrer',
});

/** For whoever has a link, signed in or not. */
export default function NewPasswordPage() {
  return <NewPasswordForm />;
}
