import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Id } from '../../../../protocol/index.ts';
import { translator } from '../../../_messages/catalogue.ts';
import { requireMe } from '../../signed-in.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('frame.chat') });

export default async function ConversationPage({ params }: { params: Promise<{ conversationId: string }> }) {
  const id = Id.safeParse((await params).conversationId);
  if (!id.success) notFound();
  await requireMe(`/chat/${id.data}`);
  return null;
}
