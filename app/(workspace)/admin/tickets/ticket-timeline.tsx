'use client';

import { useTranslations } from 'use-intl';
import type { Rejection, TimelineItem } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { When } from '../../../_ui/when.tsx';
import { MessageText } from '../../chat/_message-text/message-text.tsx';
import type { NoteBox } from './note-box.ts';
import { NoteRow } from './note-row.tsx';
import { OtherTicket } from './other-ticket.tsx';
import { useTimelineWords } from './timeline-words.ts';
import { useTimeline } from './use-timeline.ts';

type LineProps = { item: TimelineItem; rejection: Rejection };

const Line = ({ item, rejection }: LineProps) => {
  const text = useTimelineWords(item, rejection);
  return (
    <li className="py-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <bdi className="text-soft">{text}</bdi>
        <span className="text-faint text-sm">
          <When at={item.at} />
        </span>
      </div>
      {item.otherId === null ? null : <OtherTicket id={item.otherId} />}
      {item.text === null ? null : <MessageText body={item.text} />}
    </li>
  );
};

/** Notes that are on their way, or did not get there. */
const Waiting = ({ box, known }: { box: NoteBox; known: ReadonlySet<string | null> }) => {
  const t = useTranslations();
  return box.notes
    .filter(({ clientId }) => !known.has(clientId))
    .toReversed()
    .map(({ clientId, text, state }) => (
      <li key={clientId} className="py-1.5 text-faint">
        <MessageText body={text} />
        {state === 'failed' ? (
          <p className="flex flex-wrap items-center gap-3 text-danger-ink text-sm">
            {t('tickets.noteFailed')}
            <Button kind="link" size="inline" onClick={() => box.retry(clientId)}>
              {t('actions.retry')}
            </Button>
            <Button kind="link" size="inline" onClick={() => box.discard(clientId)}>
              {t('tickets.noteDiscard')}
            </Button>
          </p>
        ) : (
          <p className="text-sm">{t('tickets.noteWaiting')}</p>
        )}
      </li>
    ));
};

/** Everything that happened to it and was said of it, the latest first, down to its arrival. */
export const TicketTimeline = ({ rejection, box }: { rejection: Rejection; box: NoteBox }) => {
  const t = useTranslations('tickets');
  const me = useMe();
  const { items, repeats, hasMore, error, loadMore } = useTimeline(rejection);
  const known = new Set(items?.flatMap(({ byId, clientId }) => (byId === me.id ? [clientId] : [])) ?? []);
  return (
    <section aria-label={t('history')} className="border-t py-3">
      <h3 className="mb-1 font-medium text-sm">{t('history')}</h3>
      {items === null && error ? <p className="text-danger-ink text-sm">{t('timelineFailed')}</p> : null}
      <ol aria-busy={items === null && error === null}>
        <Waiting box={box} known={known} />
        {items === null && error === null ? (
          <li className="flex flex-col gap-2 py-1">
            <Skeleton className="h-4 w-3/4" />
            <Skeleton className="h-4 w-1/2" />
          </li>
        ) : null}
        {items?.map((item) =>
          item.kind === 'note' ? (
            <NoteRow key={`${item.version} note`} item={item} rejection={rejection} />
          ) : (
            <Line key={`${item.version} ${item.kind}`} item={item} rejection={rejection} />
          ),
        )}
      </ol>
      {hasMore ? (
        <Button kind="link" size="inline" onClick={loadMore}>
          {t('timelineMore')}
        </Button>
      ) : null}
      {repeats ? (
        <p className="pt-1 text-faint text-sm">
          {t('repeats', { count: repeats.count })} · <When at={repeats.lastAt} />
        </p>
      ) : null}
    </section>
  );
};
