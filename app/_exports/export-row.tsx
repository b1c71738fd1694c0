'use client';

import { Download, FileText, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Export } from '../../protocol/index.ts';
import { useDownload } from '../_files/use-download.ts';
import { Button } from '../_ui/button.tsx';
import { later } from '../_ui/later.tsx';
import { useMoments, useNow } from '../_ui/moments.ts';
import { ProgressBar } from '../_ui/progress-bar.tsx';
import { When } from '../_ui/when.tsx';
import { sizeOf } from './size.ts';

const Confirm = later(() => import('../_ui/confirm.tsx'));

/** What a file is of, in words. */
const useTitle = ({ scope, room }: Export): string => {
  const t = useTranslations('exports');
  if (scope !== 'room') return t(`scopes.${scope}`);
  return room?.name ? t('roomNamed', { name: room.name }) : t('goneRoom');
};

const Progress = ({ file }: { file: Export }) => {
  const t = useTranslations('exports');
  const { state, progress, messages, problem } = file;
  const percent = progress === null ? null : Math.floor(progress * 100);
  if (state === 'waiting') return <p className="text-soft text-sm">{t('waiting')}</p>;
  return (
    <>
      <div className="my-1 max-w-60">
        <ProgressBar label={t('progress')} value={percent} max={100} />
      </div>
      <p className="text-soft text-sm tabular-nums">
        {problem === null ? t('written', { messages }) : t(`problems.${problem}`)}
      </p>
    </>
  );
};

const Kept = ({ file }: { file: Export }) => {
  const t = useTranslations('exports');
  const moments = useMoments();
  const now = useNow('minute');
  const locale = useLocale();
  const { messages, bytes, keptUntil, state, problem } = file;
  if (state === 'failed') return <p className="text-danger-ink text-sm">{t(`problems.${problem ?? 'retried'}`)}</p>;
  const until = keptUntil === null || now === 0 ? null : moments.dayName(Date.parse(keptUntil), now);
  const facts = [
    t('messages', { count: messages }),
    sizeOf(bytes, locale),
    ...(until ? [t('keptUntil', { until })] : []),
  ];
  return <p className="text-soft text-sm">{facts.join(' · ')}</p>;
};

type ExportRowProps = {
  file: Export;
  /** Whether it says who asked for it: where others' files are listed, too. */
  withWho: boolean;
  onRemove: () => void;
};

/** A file: what it is of, how far it is, and the way to it. */
export const ExportRow = ({ file, withWho, onRemove }: ExportRowProps) => {
  const t = useTranslations('exports');
  const download = useDownload();
  const title = useTitle(file);
  const [isAsking, setAsking] = useState(false);
  const goesOn = file.state === 'waiting' || file.state === 'running';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-3 py-2 last:border-0">
      <FileText className="size-5 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1 basis-48">
        <div className="truncate font-medium">
          <bdi>{title}</bdi>
        </div>
        <p className="text-soft text-sm">
          {withWho ? `${file.askedBy.name ?? t('goneAccount')} · ` : null}
          <When at={file.askedAt} />
        </p>
        {goesOn ? <Progress file={file} /> : <Kept file={file} />}
      </div>
      <div className="ml-auto flex items-center gap-2">
        {file.state === 'done' ? (
          <Button
            aria-label={t('downloadNamed', { title })}
            onClick={() => void download('export:open', { exportId: file.id })}
          >
            <Download aria-hidden /> {t('download')}
          </Button>
        ) : null}
        {goesOn ? (
          <Button aria-label={t('cancelNamed', { title })} onClick={onRemove}>
            <X aria-hidden /> {t('cancel')}
          </Button>
        ) : (
          <Button kind="ghost" size="icon" aria-label={t('removeNamed', { title })} onClick={() => setAsking(true)}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {isAsking ? (
        <Confirm
          title={t('removeTitle')}
          hint={t('removeHint')}
          action={t('remove')}
          onConfirm={onRemove}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
};
