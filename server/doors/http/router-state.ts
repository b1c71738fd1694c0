import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

const name = 'next-router-state-tree';

/** What Next.js in the browser says it has of a page already, as Next.js on the server wants it. */
const Segment = z.union([
  z.string(),
  z.tuple([
    z.string(),
    z.string(),
    z.enum(['c', 'ci(..)(..)', 'ci(.)', 'ci(..)', 'ci(...)', 'oc', 'd', 'di(..)(..)', 'di(.)', 'di(..)', 'di(...)']),
    z.array(z.string()).nullable(),
  ]),
]);
const refetch = z.enum(['refetch', 'inside-shared-layout', 'metadata-only']);
const RouterState: z.ZodType = z.tuple([
  Segment,
  z.record(
    z.string(),
    z.lazy(() => RouterState),
  ),
  z.tuple([z.string(), z.string()]).nullish(),
  refetch.nullish(),
  z.number().nullish(),
  z.string().optional(),
]);

const isReadable = (value: string): boolean => {
  try {
    return RouterState.safeParse(JSON.parse(decodeURIComponent(value))).success;
  } catch {
    // No JSON, or nested deeper than anybody can follow.
    return false;
  }
};

/** Drops a router state that Next.js would answer with 500; without one it renders the whole page. */
export const dropWrongRouterState = (headers: IncomingHttpHeaders): void => {
  const value = headers[name];
  if (value !== undefined && !isReadable(String(value))) delete headers[name];
};
