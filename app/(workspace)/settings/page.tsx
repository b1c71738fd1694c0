import type { Metadata } from 'next';
import { pageWorkspace } from '../../../server/doors/http/page.ts';
import { translator } from '../../_messages/catalogue.ts';
import { Texts } from '../../_messages/texts.tsx';
import { requireMe } from '../signed-in.ts';
import { Address } from './address.tsx';
import { Appearance } from './appearance.tsx';
import { Invitations } from './invitations.tsx';
import { OnPhone } from './on-phone.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { ProgramsLink } from './programs-link.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SignOutHere } from './sign-out-here.tsx';
import { SignedInDevices } from './signed-in-devices.tsx';
import { Ways } from './ways.tsx';
import { YourData } from './your-data.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('settings.title') });

export default async function SettingsPage() {
  const me = await requireMe('/settings');
  const t = await translator();
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-170 flex-col gap-8 px-5 py-8">
        <h1 className="font-semibold text-2xl">{t('settings.title')}</h1>
        <Texts of={['exports', 'pictures', 'security']}>
          <Profile />
          <Appearance />
          <OnPhone />
          <Address mail={(await pageWorkspace())?.mail ?? false} />
          <Password name={me.name} />
          <Ways />
          <SecondFactor />
          <Passkeys />
          <SignedInDevices />
          <ProgramsLink />
          <Invitations />
          <YourData />
          <SignOutHere />
        </Texts>
      </div>
    </main>
  );
}
