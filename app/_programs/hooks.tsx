'use client';

import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Hook, Result } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useConversations } from '../_live/rooms/hooks.ts';
import { useNames } from '../_people/names.ts';
import { Button } from '../_ui/button.tsx';
import Confirm from '../_ui/confirm.tsx';
import { useMoments, useNow } from '../_ui/moments.ts';
import Deliveries from './deliveries.tsx';
import { NewHook } from './new-hook.tsx';
import { ProgramList, ProgramRow, ProgramSection, SecretOnce } from './parts.tsx';
import { type Listed, useDeed } from './use-programs.ts';

type Made = { direction: Hook['direction']; secret: string };

/** Where a webhook leads, and how it is doing, in words. */
const useHookLines = (hooks: readonly Hook[]) => {
  const t = useTranslations('programs');
  const moments = useMoments();
  const now = useNow('minute');
  const { conversations } = useConversations();
  const nameOf = useNames([...new Set(hooks.map(({ keeperId }) => keeperId))]);
  const placeOf = ({ conversationId, ticketSource }: Hook): string => {
    if (conversationId === null) return ticketSource === null ? t('tickets') : `${t('tickets')} (${ticketSource})`;
    return conversations.find(({ id }) => id === conversationId)?.name ?? t('otherRoom');
  };
  const state = ({ state: is, offReason, error, lastUsedAt }: Hook): string => {
    if (is === 'off') return t(`off.${offReason ?? 'asked'}`);
    if (is === 'failing') return t('failing', { error: error ?? '' });
    return lastUsedAt ? t('usedAt', { time: moments.ago(Date.parse(lastUsedAt), now) }) : t('neverUsed');
  };
  return (hook: Hook): string[] => [
    [placeOf(hook), t('keptBy', { name: nameOf(hook.keeperId) }), state(hook)].join(' · '),
    hook.url ?? '',
  ];
};

const HookDeeds = ({ hook, onChange }: { hook: Hook; onChange: () => void }) => {
  const t = useTranslations('programs');
  const live = useLive();
  const { deed } = useDeed();
  const [open, setOpen] = useState<'deliveries' | 'ending' | null>(null);
  const { id: hookId, name, state, direction } = hook;
  const change = async (request: () => Promise<Result<unknown>>) => {
    await deed(request);
    onChange();
  };
  const close = () => setOpen(null);
  return (
    <>
      {direction === 'outgoing' ? (
        <Button size="sm" aria-label={t('deliveriesOf', { name })} onClick={() => setOpen('deliveries')}>
          {t('deliveries')}
        </Button>
      ) : null}
      <Button
        size="sm"
        aria-label={t(state === 'off' ? 'switchOnNamed' : 'switchOffNamed', { name })}
        onClick={() => void change(() => live.request('hook:update', { hookId, off: state !== 'off' }))}
      >
        {t(state === 'off' ? 'switchOn' : 'switchOff')}
      </Button>
      <Button size="sm" aria-label={t('deleteNamed', { name })} onClick={() => setOpen('ending')}>
        {t('delete')}
      </Button>
      {open === 'deliveries' ? <Deliveries hook={hook} onClose={close} /> : null}
      {open === 'ending' ? (
        <Confirm
          title={t('deleteTitle', { name })}
          hint={t('deleteHookHint')}
          action={t('delete')}
          onConfirm={() => void change(() => live.request('hook:delete', { hookId }))}
          onClose={close}
        />
      ) : null}
    </>
  );
};

/** Webhooks, in and out. */
export const Hooks = ({ list, onChange }: { list: Listed<'hook:list'>; onChange: () => void }) => {
  const t = useTranslations('programs');
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const hooks = list.status === 'ready' ? list.data.hooks : [];
  const lines = useHookLines(hooks);
  const show = (one: Made) => {
    setMade(one);
    onChange();
  };
  return (
    <ProgramSection
      id="hooks"
      title={t('hooks')}
      hint={t('hooksHint')}
      action={<Button onClick={() => setMaking(true)}>{t('newHook')}</Button>}
    >
      {isMaking ? <NewHook onMade={show} onClose={() => setMaking(false)} /> : null}
      {made ? (
        <SecretOnce
          label={t(made.direction === 'incoming' ? 'hookAddress' : 'hookSecret')}
          hint={t(made.direction === 'incoming' ? 'addressOnce' : 'secretOnce')}
          value={made.secret}
          onDone={() => setMade(null)}
        />
      ) : null}
      <ProgramList label={t('hooks')} status={list.status} none={t('noHooks')} onRetry={onChange}>
        {hooks.map((hook) => (
          <li key={hook.id} className="border-b last:border-0">
            <ProgramRow
              icon={hook.direction === 'incoming' ? <ArrowDownToLine /> : <ArrowUpFromLine />}
              title={hook.name}
              lines={lines(hook)}
            >
              <HookDeeds hook={hook} onChange={onChange} />
            </ProgramRow>
          </li>
        ))}
      </ProgramList>
    </ProgramSection>
  );
};
