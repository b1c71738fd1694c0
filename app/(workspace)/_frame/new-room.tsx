'use client';

import { Globe, Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Person, Visibility } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { roomName, roomTopic } from '../../../protocol/names.ts';
import { InviteButton } from '../../_invitations/invite-button.tsx';
import { useLive } from '../../_live/core/hooks.ts';
import { useNameProblem } from '../../_people/name-problem.ts';
import { PeoplePicker } from '../../_people/people-picker.tsx';
import { Button } from '../../_ui/button.tsx';
import { Choice } from '../../_ui/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../_ui/dialog.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { Field, isTooLong } from '../../_ui/field.tsx';
import { pathOfConversation, useGoTo } from '../navigation.tsx';

const useRoom = (onClose: () => void) => {
  const live = useLive();
  const goTo = useGoTo();
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
  const canCreate = !busy && name.trim() !== '';
  const nameProblem = useNameProblem(roomName, limits.roomName, name);
  const topicProblem = useNameProblem(roomTopic, limits.roomTopic, topic);
  const problems = { name: nameProblem, topic: topicProblem };
  return {
    name,
    setName,
    topic,
    setTopic,
    visibility,
    setVisibility,
    people,
    toggle,
    canCreate,
    create,
    problems,
    error,
  };
};

const VisibilityChoice = ({ value, onChange }: { value: Visibility; onChange: (value: Visibility) => void }) => {
  const t = useTranslations('newRoom');
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">{t('visibility')}</span>
      <Choice
        label={t('visibility')}
        value={value}
        onChange={onChange}
        options={[
          { value: 'public', label: t('public'), icon: <Globe aria-hidden /> },
          { value: 'private', label: t('private'), icon: <Lock aria-hidden /> },
        ]}
      />
      <p className="text-faint text-sm">{t(value === 'public' ? 'publicHint' : 'privateHint')}</p>
    </div>
  );
};

export default function NewRoom({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const errorText = useErrorText();
  const room = useRoom(onClose);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (isTooLong(event)) return;
    setTried(true);
    if (room.canCreate && !room.problems.name && !room.problems.topic) void room.create();
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
            most={limits.roomName}
            error={tried ? room.problems.name : undefined}
            value={room.name}
            onChange={(event) => room.setName(event.target.value)}
          />
          <Field
            label={t('newRoom.topic')}
            autoComplete="off"
            most={limits.roomTopic}
            error={tried ? room.problems.topic : undefined}
            value={room.topic}
            onChange={(event) => room.setTopic(event.target.value)}
          />
          <VisibilityChoice value={room.visibility} onChange={room.setVisibility} />
          <div className="flex flex-col gap-1">
            <span className="font-medium text-sm">{t('newRoom.invite')}</span>
            <PeoplePicker chosen={room.people} onToggle={room.toggle} offer={<InviteButton />} />
          </div>
        </DialogBody>
        <DialogFooter>
          <p role="alert" className="mr-auto self-center text-danger-ink text-sm empty:hidden">
            {room.error ? errorText(room.error) : null}
          </p>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={!room.canCreate}>
            {t('newRoom.create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
