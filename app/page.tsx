import { redirect } from 'next/navigation';
import { pageSession, pageWelcome } from '../server/doors/http/page.ts';

export default async function Home(): Promise<never> {
  if (await pageSession()) redirect('/chat');
  redirect((await pageWelcome()).welcome === 'first' ? '/sign-up' : '/sign-in');
}
