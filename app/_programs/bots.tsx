'use client';

import { Bot as BotSign } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Bot, limits } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useNames } from '../_people/names.ts';
import { Button } from '../_ui/button.tsx';
import Confirm from '../_ui/confirm.tsx';
import { Field, isTooLong } from '../_ui/field.tsx';
import { Select } from '../_ui/select.tsx';
import { ProgramList, ProgramRow, ProgramSection } from './parts.tsx';
import { type Listed, useDeed } from './use-programs.ts';

type Props = { list: Listed<'bot:list'>; all: boolean; onChange: () => void };

const NewBot = ({ onMade }: { onMade: () => void }) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { busy, deed } = useDeed();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [kind, setKind] = useState('own');
  const make = async () => {
    const made = await deed(() =>
      live.request('bot:create', {
        name: name.trim(),
        ofWorkspace: kind !== 'own',
        role: kind === 'handler' ? 'handler' : 'member',
      }),
    );
    if (made === null) return;
    setName('');
    onMade();
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    setError(name.trim() === '' ? t('nameMissing') : undefined);
    if (name.trim() !== '' && !busy && !isTooLong(event)) void make();
  };
  const kinds = ['own', 'workspace', 'handler'] as const;
  return (
    <form onSubmit={submit} noValidate className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
      <Field
        label={t('botName')}
        error={error}
        autoComplete="off"
        most={limits.personName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {me.role === 'admin' ? (
        <Select
          label={t('botKind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`botKinds.${value}`) }))}
          onChange={setKind}
        />
      ) : null}
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {t('makeBot')}
      </Button>
    </form>
  );
};

/** Bots: accounts of programs, made here and deleted here. */
export const Bots = ({ list, all, onChange }: Props) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { deed } = useDeed();
  const [ending, setEnding] = useState<Bot | null>(null);
  const bots = list.status === 'ready' ? list.data.bots.filter(({ ownerId }) => all || ownerId === me.id) : [];
  const nameOf = useNames(bots.flatMap(({ ownerId }) => ownerId ?? []));
  const end = async ({ id: botId }: Bot) => {
    await deed(() => live.request('bot:delete', { botId }));
    onChange();
  };
  const owner = ({ ownerId }: Bot) => (ownerId === null ? t('ofWorkspace') : t('ownedBy', { name: nameOf(ownerId) }));
  return (
    <ProgramSection id="bots" title={t('bots')} hint={t('botsHint')}>
      <NewBot onMade={onChange} />
      <ProgramList label={t('bots')} status={list.status} none={t('noBots')} onRetry={onChange}>
        {bots.map((bot) => (
          <li key={bot.id} className="border-b last:border-0">
            <ProgramRow
              icon={<BotSign />}
              title={bot.name}
              lines={[
                [owner(bot), bot.role === 'handler' ? t('worksTickets') : '', t('tokenCount', { count: bot.tokens })]
                  .filter(Boolean)
                  .join(' · '),
              ]}
            >
              <Button size="sm" aria-label={t('deleteNamed', { name: bot.name })} onClick={() => setEnding(bot)}>
                {t('delete')}
              </Button>
            </ProgramRow>
          </li>
        ))}
      </ProgramList>
      {ending ? (
        <Confirm
          title={t('deleteTitle', { name: ending.name })}
          hint={t('deleteBotHint')}
          action={t('delete')}
          onConfirm={() => void end(ending)}
          onClose={() => setEnding(null)}
        />
      ) : null}
    </ProgramSection>
  );
};
