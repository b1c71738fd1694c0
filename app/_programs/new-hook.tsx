'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits, paths } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useConversations } from '../_live/rooms/hooks.ts';
import { Choice } from '../_ui/choice.tsx';
import { Field, isTooLong } from '../_ui/field.tsx';
import { Labelled } from '../_ui/labelled.tsx';
import { Select } from '../_ui/select.tsx';
import { NewProgram } from './new-program.tsx';
import { useDeed } from './use-programs.ts';

const tickets = 'tickets';
type Direction = 'incoming' | 'outgoing';
type Terms = { readonly direction: Direction; readonly name: string; readonly place: string; readonly url: string };

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

type Made = { direction: Direction; secret: string };

/** A webhook while it is being made. */
const useNewHook = (onMade: (made: Made) => void) => {
  const live = useLive();
  const { busy, deed } = useDeed();
  const [terms, setTerms] = useState<Terms>({ direction: 'incoming', name: '', place: '', url: '' });
  const [missing, setMissing] = useState<'name' | 'place' | 'url'>();
  const { direction, name, place, url } = terms;
  const make = async () => {
    const where = place === tickets ? {} : { conversationId: place };
    const made = await deed(() =>
      live.request('hook:create', { direction, name: name.trim(), ...where, ...(direction === 'outgoing' && { url }) }),
    );
    if (made === null) return;
    const address = `${window.location.origin}${paths.hooks}/${made.secret}`;
    onMade({ direction, secret: direction === 'incoming' ? address : made.secret });
  };
  const lacking = () => {
    if (name.trim() === '') return 'name';
    if (place === '') return 'place';
    return direction === 'outgoing' && url.trim() === '' ? 'url' : undefined;
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    const lacks = lacking();
    setMissing(lacks);
    if (lacks === undefined && !isTooLong(event)) void make();
  };
  const change = (patch: Partial<Terms>) => setTerms((before) => ({ ...before, ...patch }));
  return { terms, change, missing, busy, submit };
};

/** Makes a webhook. */
export const NewHook = ({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) => {
  const t = useTranslations('programs');
  const { terms, change, missing, busy, submit } = useNewHook((made) => {
    onMade(made);
    onClose();
  });
  const { direction, name, place, url } = terms;
  const places = usePlaces(direction);
  return (
    <NewProgram
      title={t('newHook')}
      lead={t('hooksHint')}
      action={t('makeHook')}
      {...{ busy, onClose, onSubmit: submit }}
    >
      <Choice
        label={t('direction')}
        value={direction}
        options={(['incoming', 'outgoing'] as const).map((value) => ({ value, label: t(`directions.${value}`) }))}
        onChange={(chosen) => change({ direction: chosen, place: '' })}
      />
      <Field
        label={t('hookName')}
        autoFocus
        error={missing === 'name' ? t('nameMissing') : undefined}
        autoComplete="off"
        most={limits.personName}
        value={name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Labelled label={t('place')}>
        <Select
          label={t('place')}
          value={place}
          placeholder={t('choosePlace')}
          options={places}
          empty={t('noPlaces')}
          onChange={(chosen) => change({ place: chosen })}
        />
        <p role="alert" className="text-danger-ink text-sm empty:hidden">
          {missing === 'place' ? t('choosePlace') : null}
        </p>
      </Labelled>
      {direction === 'outgoing' ? (
        <Field
          label={t('url')}
          hint={t('urlHint')}
          error={missing === 'url' ? t('urlMissing') : undefined}
          type="url"
          autoComplete="off"
          most={limits.hookUrl}
          value={url}
          onChange={(event) => change({ url: event.target.value })}
        />
      ) : null}
    </NewProgram>
  );
};
