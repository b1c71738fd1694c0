import { redirect } from 'next/navigation';
import { pageSession } from '../../server/doors/http/page.ts';

/** Sends whoever is signed in to their conversations: the page is for those who are not. */
export const requireNobody = async (): Promise<void> => {
  if (await pageSession()) redirect('/chat');
};
