import { type Account, newcomer, signUp } from './accounts.ts';
import { installation } from './installation.ts';
import type { Language } from './languages.ts';
import { ChatPage } from './pages/chat-page.ts';
import { expect, type VisitOptions, type Visitor } from './visitors.ts';
import { putWireInto, type Wire } from './wire.ts';

/** Somebody who is signed in and looks at their conversations. */
export type Colleague = { account: Account; at: Visitor; chat: ChatPage };

type Visit = (options: VisitOptions) => Promise<Visitor>;

/** A new person, signed in on one instance, with their conversations, of which there are none, open and complete. */
export const colleague = async (visit: Visit, name: string, options: VisitOptions = {}): Promise<Colleague> => {
  const account = await signUp(options.url ?? installation().url, newcomer(name));
  const at = await visit({ account, path: '/chat', ...options });
  await expect(at.page.getByText(at.t('list.noneTitle'), { exact: true })).toBeVisible();
  return { account, at, chat: new ChatPage(at) };
};

/** The same, behind a wire that the test can hold, refuse and cut. */
export const colleagueOnWire = async (
  visit: Visit,
  name: string,
  options: VisitOptions = {},
): Promise<Colleague & { wire: Wire }> => {
  const wire = Promise.withResolvers<Wire>();
  const prepare: VisitOptions['prepare'] = async (context) => wire.resolve(await putWireInto(context));
  return { ...(await colleague(visit, name, { ...options, prepare })), wire: await wire.promise };
};

/** Two new people, each on an instance of their own. */
export const twoColleagues = async (visit: Visit, language: Language = 'en'): Promise<[Colleague, Colleague]> => [
  await colleague(visit, 'Lin', { language, entrance: 'instance-1' }),
  await colleague(visit, 'Bo', { language, entrance: 'instance-2' }),
];
