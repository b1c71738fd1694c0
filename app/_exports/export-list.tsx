'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { Empty } from '../_ui/empty.tsx';
import { useErrorText } from '../_ui/error-text.ts';
import { Skeleton } from '../_ui/skeleton.tsx';
import { ExportRow } from './export-row.tsx';
import type { Exports } from './use-exports.ts';

type ExportListProps = { exports: Exports; withWho?: boolean };

/** Files that are being written or kept: while they come, when there are none, when they cannot be had. */
export const ExportList = ({ exports, withWho = false }: ExportListProps) => {
  const t = useTranslations();
  const errorText = useErrorText();
  const { items, error, renew, remove } = exports;
  if (items === null && error !== null)
    return (
      <Empty icon={<CloudOff aria-hidden />} title={t('exports.unknown')} hint={errorText(error)}>
        <Button onClick={() => void renew()}>{t('actions.tryAgain')}</Button>
      </Empty>
    );
  if (items === null) return <Skeleton className="h-16" />;
  if (items.length === 0) return <p className="text-soft">{t('exports.none')}</p>;
  return (
    <ul aria-label={t('exports.title')} className="rounded-lg border">
      {items.map((file) => (
        <ExportRow key={file.id} file={file} withWho={withWho} onRemove={() => void remove(file)} />
      ))}
    </ul>
  );
};
