'use client';

import { useTranslations } from 'use-intl';
import { AuditAction } from '../../../../../protocol/index.ts';

/** What actions, and what is said about them, are called; what a later version wrote is shown as it is. */
export const useAuditWords = () => {
  const t = useTranslations('audit');
  const action = (name: string): string => {
    const known = AuditAction.safeParse(name);
    return known.success ? t(`actions.${known.data}`) : name;
  };
  const key = (name: string): string => {
    const path = `keys.${name}`;
    return t.has(path as 'keys.role') ? t(path as 'keys.role') : name;
  };
  const kind = (name: string): string => {
    const path = `kinds.${name}`;
    return t.has(path as 'kinds.room') ? t(path as 'kinds.room') : name;
  };
  /** What an entry says beside who did what, a part at a time. */
  const parts = (detail: Record<string, unknown>, write: (value: unknown) => string): string[] =>
    Object.entries(detail)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => t('part', { key: key(name), value: write(value) }));
  return { action, kind, parts };
};
