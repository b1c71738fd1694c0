import { DoNotDisturb, type Result, success } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import type { Personal } from './personal.ts';

const entry = { kind: 'doNotDisturb', name: 'own', most: 1 } as const;
/** People whose wish shares a query. */
const mostPeople = 500;

const read = `
  select i.id, e.content from unnest($1::uuid[]) i (id)
  cross join lateral (
    select e.content from personal_entry e
    where e.log = i.id and e.key = '${entry.kind}:${entry.name}' and not e.deleted limit 1) e`;

/** Says until when somebody does not want to be disturbed: an entry of their own log, so that all their devices know. */
export const setDoNotDisturb = async (
  personal: Pick<Personal, 'write'>,
  userId: string,
  wish: DoNotDisturb,
): Promise<Result<DoNotDisturb>> => {
  const written = await personal.write(userId, { ...entry, content: { doNotDisturb: wish } });
  return written.ok ? success(wish) : written;
};

/** @returns reads until when somebody does not want to be disturbed; whoever comes together shares a query */
export const createDoNotDisturbReader = (database: Database): ((userId: string) => Promise<string | null>) =>
  createLookUp(async (userIds) => {
    const rows = await database.query<{ id: string; content: { doNotDisturb?: unknown } }>('do_not_disturb', read, [
      userIds,
    ]);
    const found = new Map(
      rows.map(({ id, content }) => [id, DoNotDisturb.safeParse(content.doNotDisturb).data?.until ?? null]),
    );
    return userIds.map((id) => found.get(id) ?? null);
  }, mostPeople);
