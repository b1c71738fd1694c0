'use client';

import { KeyRound, MessageSquare, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, PresenceState } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePeople } from '../../../_live/people/hooks.ts';
import { usePresence } from '../../../_live/presence/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { PersonAnchor } from '../../../_people/person-anchor.tsx';
import { StatusSign } from '../../../_people/status-line.tsx';
import { Avatar } from '../../../_ui/avatar.tsx';
import Confirm from '../../../_ui/confirm.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useOpenDirect } from '../../open-direct.ts';
import { useConversationAction } from './use-conversation-action.ts';
import { useMayGovern } from './use-may-govern.ts';

type MemberProps = {
  person: Person;
  presence: PresenceState | undefined;
  isMe: boolean;
  inRoom: boolean;
  isOwner: boolean;
  canGive: boolean;
  canRemove: boolean;
  onGive: () => void;
  onRemove: () => void;
};

const Member = ({ person, presence, isMe, inRoom, isOwner, canGive, canRemove, onGive, onRemove }: MemberProps) => {
  const t = useTranslations();
  const openDirect = useOpenDirect();
  return (
    <li className="group flex h-10 items-center gap-3 rounded-md pr-1 pl-2 focus-within:bg-panel hover:bg-panel max-sm:h-12">
      <PersonAnchor id={person.id} className="flex flex-1 items-center gap-3">
        <Avatar {...person} size="sm" presence={presence} />
        <span className="min-w-0 truncate">
          {isMe ? t('people.youSuffix', { name: person.name }) : person.name}
          {presence ? <span className="sr-only"> {t(`people.presence.${presence}`)}</span> : null}
        </span>
        <StatusSign status={person.status} />
        {person.deactivated ? <span className="shrink-0 text-faint text-xs">{t('people.deactivated')}</span> : null}
      </PersonAnchor>
      {isOwner ? <span className="shrink-0 text-faint text-xs">{t('details.owner')}</span> : null}
      {isMe || !inRoom ? null : (
        <span className="flex opacity-0 focus-within:opacity-100 group-hover:opacity-100 max-sm:opacity-100">
          <IconButton
            size="icon-sm"
            label={t('details.write', { name: person.name })}
            onClick={() => void openDirect(person.id)}
          >
            <MessageSquare />
          </IconButton>
          {canGive ? (
            <IconButton size="icon-sm" label={t('details.giveNamed', { name: person.name })} onClick={onGive}>
              <KeyRound />
            </IconButton>
          ) : null}
          {canRemove ? (
            <IconButton size="icon-sm" label={t('details.removeNamed', { name: person.name })} onClick={onRemove}>
              <UserMinus />
            </IconButton>
          ) : null}
        </span>
      )}
    </li>
  );
};

/** Members, those who are here now on top. */
export const MemberList = ({ conversation }: { conversation: LiveConversation }) => {
  const t = useTranslations();
  const me = useMe();
  const act = useConversationAction();
  const mayGovern = useMayGovern(conversation);
  const [removing, setRemoving] = useState<Person | null>(null);
  const [giving, setGiving] = useState<Person | null>(null);
  const people = usePeople(conversation.memberIds);
  const presence = usePresence(conversation.memberIds);
  const inRoom = conversation.kind === 'room';
  const isThere = (person: Person) => (presence[person.id] ?? 'offline') !== 'offline';
  const sorted = people
    .filter((person) => person !== undefined)
    .sort((a, b) => Number(isThere(b)) - Number(isThere(a)) || a.name.localeCompare(b.name));
  if (conversation.memberIds.length === 0) return <p className="text-soft">{t('details.tooMany')}</p>;
  return (
    <>
      <ul aria-label={t('details.members')} className="-mx-2">
        {sorted.map((person) => (
          <Member
            key={person.id}
            person={person}
            presence={presence[person.id]}
            isMe={person.id === me.id}
            inRoom={inRoom}
            isOwner={person.id === conversation.ownerId}
            canGive={mayGovern && person.id !== conversation.ownerId}
            canRemove={mayGovern && conversation.archivedAt === null}
            onGive={() => setGiving(person)}
            onRemove={() => setRemoving(person)}
          />
        ))}
      </ul>
      {giving ? (
        <Confirm
          title={t('details.giveTitle', { name: giving.name })}
          hint={t('details.giveHint')}
          action={t('details.giveAction')}
          harmless
          onConfirm={() =>
            void act('conversation:role', { conversationId: conversation.id, memberId: giving.id, role: 'owner' })
          }
          onClose={() => setGiving(null)}
        />
      ) : null}
      {removing ? (
        <Confirm
          title={t('details.removeTitle', { name: removing.name })}
          hint={t('details.removeHint')}
          action={t('actions.remove')}
          onConfirm={() => void act('conversation:remove', { conversationId: conversation.id, memberId: removing.id })}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </>
  );
};
