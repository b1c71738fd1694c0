'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Bot } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useNames } from '../_people/names.ts';
import { Avatar } from '../_ui/avatar.tsx';
import { Button } from '../_ui/button.tsx';
import Confirm from '../_ui/confirm.tsx';
import { later } from '../_ui/later.tsx';
import { NewBot } from './new-bot.tsx';
import { ProgramList, ProgramRow, ProgramSection } from './parts.tsx';
import { type Listed, useDeed } from './use-programs.ts';

const EditBot = later(() => import('./edit-bot.tsx'));

type Props = { list: Listed<'bot:list'>; all: boolean; onChange: () => void };
/** What is asked or changed in a dialog. */
type Open = { what: 'edit' | 'end'; botId: string } | { what: 'new' } | null;

/** Who looks after a bot, and what it may, in words. */
const useBotLine = (bots: readonly Bot[]) => {
  const t = useTranslations('programs');
  const nameOf = useNames(bots.flatMap(({ ownerId }) => ownerId ?? []));
  return ({ ownerId, role, tokens }: Bot): string =>
    [
      ownerId === null ? t('ofWorkspace') : t('ownedBy', { name: nameOf(ownerId) }),
      role === 'handler' ? t('worksTickets') : '',
      t('tokenCount', { count: tokens }),
    ]
      .filter(Boolean)
      .join(' · ');
};

/** Bots: accounts of programs, made here, given a name and a picture, and deleted here. */
export const Bots = ({ list, all, onChange }: Props) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { deed } = useDeed();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const bots = list.status === 'ready' ? list.data.bots.filter(({ ownerId }) => all || ownerId === me.id) : [];
  const line = useBotLine(bots);
  const opened = open !== null && 'botId' in open ? bots.find(({ id }) => id === open.botId) : undefined;
  const end = async (botId: string) => {
    await deed(() => live.request('bot:delete', { botId }));
    onChange();
  };
  return (
    <ProgramSection
      id="bots"
      title={t('bots')}
      hint={t('botsHint')}
      action={<Button onClick={() => setOpen({ what: 'new' })}>{t('newBot')}</Button>}
    >
      <ProgramList label={t('bots')} status={list.status} none={t('noBots')} onRetry={onChange}>
        {bots.map((bot) => (
          <li key={bot.id} className="border-b last:border-0">
            <ProgramRow icon={<Avatar {...bot} />} title={bot.name} lines={[line(bot)]}>
              <Button
                size="sm"
                aria-label={t('editBot', { name: bot.name })}
                onClick={() => setOpen({ what: 'edit', botId: bot.id })}
              >
                {t('edit')}
              </Button>
              <Button
                size="sm"
                aria-label={t('deleteNamed', { name: bot.name })}
                onClick={() => setOpen({ what: 'end', botId: bot.id })}
              >
                {t('delete')}
              </Button>
            </ProgramRow>
          </li>
        ))}
      </ProgramList>
      {open?.what === 'new' ? <NewBot onMade={onChange} onClose={close} /> : null}
      {open?.what === 'edit' && opened ? <EditBot bot={opened} onChange={onChange} onClose={close} /> : null}
      {open?.what === 'end' && opened ? (
        <Confirm
          title={t('deleteTitle', { name: opened.name })}
          hint={t('deleteBotHint')}
          action={t('delete')}
          onConfirm={() => void end(opened.id)}
          onClose={close}
        />
      ) : null}
    </ProgramSection>
  );
};
