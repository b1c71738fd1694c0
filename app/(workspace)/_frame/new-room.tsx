'use client';

import { Globe, Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Person, Visibility } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { useLive } from '../../_live/hooks.ts';
import { PeoplePicker } from '../../_people/people-picker.tsx';
import { Button } from '../../_ui/button.tsx';
import { Choice } from '../../_ui/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../_ui/dialog.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { Field } from '../../_ui/field.tsx';
import { pathOfConversation, useGoTo } from '../navigation.tsx';

export default function NewRoom({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const live = useLive();
  const goTo = useGoTo();
  const errorText = useErrorText();
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ContractError | null>(null);

  const toggle = (person: Person) =>
    setPeople((before) =>
      before.some(({ id }) => id === person.id) ? before.filter(({ id }) => id !== person.id) : [...before, person],
    );
  const create = async () => {
    setBusy(true);
    const answer = await live.request('conversation:create', {
      kind: 'room',
      name: name.trim(),
      visibility,
      ...(topic.trim() === '' ? {} : { topic: topic.trim() }),
      ...(people.length === 0 ? {} : { memberIds: people.map(({ id }) => id) }),
    });
    setBusy(false);
    if (!answer.ok) return setError(answer.error);
    goTo(pathOfConversation(answer.data.id));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && name.trim() !== '') void create();
  };
  return (
    <Dialog title={t('newRoom.title')} lead={t('newRoom.lead')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          <Field
            label={t('newRoom.name')}
            placeholder={t('newRoom.namePlaceholder')}
            autoFocus
            autoComplete="off"
            maxLength={limits.roomName}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={t('newRoom.topic')}
            autoComplete="off"
            maxLength={limits.roomTopic}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
          />
          <div className="flex flex-col gap-1">
            <span className="font-medium text-sm">{t('newRoom.visibility')}</span>
            <Choice
              label={t('newRoom.visibility')}
              value={visibility}
              onChange={setVisibility}
              options={[
                { value: 'public', label: t('newRoom.public'), icon: <Globe aria-hidden /> },
                { value: 'private', label: t('newRoom.private'), icon: <Lock aria-hidden /> },
              ]}
            />
            <p className="text-faint text-sm">
              {t(visibility === 'public' ? 'newRoom.publicHint' : 'newRoom.privateHint')}
            </p>
          </div>
          <div className="flex flex-col gap-1">
            <span className="font-medium text-sm">{t('newRoom.invite')}</span>
            <PeoplePicker chosen={people} onToggle={toggle} />
          </div>
        </DialogBody>
        <DialogFooter>
          <p role="alert" className="mr-auto self-center text-danger-ink text-sm empty:hidden">
            {error ? errorText(error) : null}
          </p>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={busy || name.trim() === ''}>
            {t('newRoom.create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
