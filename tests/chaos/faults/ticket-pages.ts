import type { SourceBook } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import type { Crowd } from '../crowd/crowd.ts';
import type { Stage } from './fault.ts';

const filter = { limit: 200 };

/** Every admin has the feed open, also after a reload. */
export const watchAsAdmins = ({ people, phones }: Pick<Crowd, 'people' | 'phones'>): void => {
  for (const person of [...people, ...phones])
    if (person.account.me.role === 'admin') person.always((client) => client.watchTickets(filter));
};

const adminsOf = ({ crowd }: Pick<Stage, 'crowd'>) => crowd.tabs.filter(({ state }) => state.me.role === 'admin');

/** What every admin's page shows, scrolled to its end. */
export const screensOf = async (stage: Stage, total: number): Promise<{ reader: string; eventIds: string[] }[]> =>
  Promise.all(
    adminsOf(stage).map(async ({ name, client }) => {
      const view = () => Object.values(client.store.getState().feed?.views ?? {})[0];
      await until(`${name} to show all rejections`, () => {
        const shown = view();
        if (shown?.hasMore && !shown.loading) client.loadMoreTickets(filter);
        return shown?.rejections.length === total && !shown.hasMore;
      }).catch(() => {});
      return { reader: name, eventIds: view()?.rejections.map(({ eventId }) => eventId) ?? [] };
    }),
  );

/** What an admin's page is told of the books of sources. */
export const booksOnPage = async (stage: Stage): Promise<SourceBook[]> => {
  const answer = await adminsOf(stage)[0]?.client.request('source:books', {});
  return answer?.ok ? answer.data.books : [];
};
