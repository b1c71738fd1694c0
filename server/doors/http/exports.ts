import { Id, notFound, paths } from '../../../protocol/index.ts';
import type { Database } from '../../engine/store/database.ts';
import { type Exports, readExport } from '../../exports/index.ts';
import { type DownloadOptions, whoDownloads } from './downloads.ts';
import { answerWith, type Route } from './route.ts';
import { fileHeaders, streamOf } from './stream.ts';

type Options = DownloadOptions & { database: Database; exports: Pick<Exports, 'take'> };

/** An export as a file, for whom it is; that they had it is recorded. */
export const exportRoutes = (options: Options): Route[] => [
  {
    path: `${paths.exports}/*`,
    methods: ['GET'],
    access: { who: 'whose it is, and admins what is of a room or everything, with the session of a page' },
    bodyBytes: 0,
    answer: async ({ request, headers, address }) => {
      const who = await whoDownloads(options, headers);
      if (!who.ok) return answerWith(who);
      const id = Id.safeParse(new URL(request.url).pathname.slice(paths.exports.length + 1));
      const file = id.success ? await options.exports.take({ me: who.data.me, address }, id.data) : null;
      if (file === null) return answerWith(notFound());
      const head = {
        ...fileHeaders(file.name, 'application/x-ndjson; charset=utf-8'),
        'content-length': `${file.bytes}`,
      };
      if (request.method === 'HEAD') return new Response(null, { headers: head });
      return new Response(streamOf(readExport(options.database, file)), { headers: head });
    },
  },
];
