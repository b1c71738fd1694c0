import type { Metadata } from 'next';
import { translator } from '../../_messages/catalogue.ts';
import { requireMe } from '../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('frame.chat') });

export default async function ChatPage() {
  await requireMe('/chat');
  return null;
}
