'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits, paths } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useConversations } from '../_live/rooms/hooks.ts';
import { Button } from '../_ui/button.tsx';
import { Choice } from '../_ui/choice.tsx';
import { Field, isTooLong } from '../_ui/field.tsx';
import { Select } from '../_ui/select.tsx';
import { useDeed } from './use-programs.ts';

const tickets = 'tickets';
type Direction = 'incoming' | 'outgoing';

/** Rooms for which one may make a webhook, by name; for an outgoing one those that one owns, and tickets for admins. */
const usePlaces = (direction: Direction) => {
  const t = useTranslations('programs');
  const me = useMe();
  const { conversations } = useConversations();
  const rooms = conversations
    .filter(({ kind, archivedAt }) => kind === 'room' && archivedAt === null)
    .filter(({ ownerId }) => direction === 'incoming' || me.role === 'admin' || ownerId === me.id)
    .map(({ id, name }) => ({ value: id, label: name ?? '' }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  return direction === 'outgoing' && me.role === 'admin' ? [{ value: tickets, label: t('tickets') }, ...rooms] : rooms;
};

/** Makes a webhook. */
export const NewHook = ({ onMade }: { onMade: (made: { direction: Direction; secret: string }) => void }) => {
  const t = useTranslations('programs');
  const live = useLive();
  const { busy, deed } = useDeed();
  const [direction, setDirection] = useState<Direction>('incoming');
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const [url, setUrl] = useState('');
  const [missing, setMissing] = useState<'name' | 'place' | 'url'>();
  const places = usePlaces(direction);
  const make = async () => {
    const where = place === tickets ? {} : { conversationId: place };
    const made = await deed(() =>
      live.request('hook:create', { direction, name: name.trim(), ...where, ...(direction === 'outgoing' && { url }) }),
    );
    if (made === null) return;
    setName('');
    setUrl('');
    const address = `${window.location.origin}${paths.hooks}/${made.secret}`;
    onMade({ direction, secret: direction === 'incoming' ? address : made.secret });
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    const lacking =
      name.trim() === ''
        ? 'name'
        : place === ''
          ? 'place'
          : direction === 'outgoing' && url.trim() === ''
            ? 'url'
            : undefined;
    setMissing(lacking);
    if (lacking === undefined && !busy && !isTooLong(event)) void make();
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
      <Choice
        label={t('direction')}
        value={direction}
        options={(['incoming', 'outgoing'] as const).map((value) => ({ value, label: t(`directions.${value}`) }))}
        onChange={(chosen) => {
          setDirection(chosen);
          setPlace('');
        }}
      />
      <Field
        label={t('hookName')}
        error={missing === 'name' ? t('nameMissing') : undefined}
        autoComplete="off"
        most={limits.personName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        label={t('place')}
        value={place}
        placeholder={t('choosePlace')}
        options={places}
        empty={t('noPlaces')}
        onChange={setPlace}
      />
      {missing === 'place' ? (
        <p role="alert" className="text-danger-ink text-sm">
          {t('choosePlace')}
        </p>
      ) : null}
      {direction === 'outgoing' ? (
        <Field
          label={t('url')}
          hint={t('urlHint')}
          error={missing === 'url' ? t('urlMissing') : undefined}
          type="url"
          autoComplete="off"
          most={limits.hookUrl}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      ) : null}
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {t('makeHook')}
      </Button>
    </form>
  );
};
