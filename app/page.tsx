import { redirect } from 'next/navigation';
import { pageSession } from '../server/people/page-session.ts';

export default async function Home(): Promise<never> {
  redirect((await pageSession()) ? '/chat' : '/sign-in');
}
