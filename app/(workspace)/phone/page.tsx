import type { Metadata } from 'next';
import { translator } from '../../_messages/catalogue.ts';
import { Texts } from '../../_messages/texts.tsx';
import { requireMe } from '../signed-in.ts';
import { FirstMinutes } from './first-minutes.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('phone.title') });

export default async function PhonePage() {
  await requireMe('/phone');
  return (
    <Texts of={['phone']}>
      <FirstMinutes />
    </Texts>
  );
}
