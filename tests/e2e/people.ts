import { type Account, newcomer, signUp } from './accounts.ts';
import { installation } from './installation.ts';
import type { Language } from './languages.ts';
import { ChatPage } from './pages/chat-page.ts';
import type { VisitOptions, Visitor } from './visitors.ts';

/** Somebody who is signed in and looks at their conversations. */
export type Colleague = { account: Account; at: Visitor; chat: ChatPage };

type Visit = (options: VisitOptions) => Promise<Visitor>;

/** A new person, signed in on one instance, with their conversations open. */
export const colleague = async (visit: Visit, name: string, options: VisitOptions = {}): Promise<Colleague> => {
  const account = await signUp(options.url ?? installation().url, newcomer(name));
  const at = await visit({ account, path: '/chat', ...options });
  return { account, at, chat: new ChatPage(at) };
};

/** Two new people, each on an instance of their own. */
export const twoColleagues = async (visit: Visit, language: Language = 'en'): Promise<[Colleague, Colleague]> => [
  await colleague(visit, 'Lin', { language, entrance: 'instance-1' }),
  await colleague(visit, 'Bo', { language, entrance: 'instance-2' }),
];
