'use client';

import { MessageSquare, Pencil } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, Profile } from '../../../protocol/index.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { usePerson } from '../../_live/people/hooks.ts';
import { usePresence } from '../../_live/presence/hooks.ts';
import { LocalTime } from '../../_people/local-time.tsx';
import { StatusLine } from '../../_people/status-line.tsx';
import { Avatar } from '../../_ui/avatar.tsx';
import { Button } from '../../_ui/button.tsx';
import { focusOr } from '../../_ui/focus.ts';
import { Popover, PopoverContent, PopoverTrigger } from '../../_ui/popover.tsx';
import { standInFor } from '../../_ui/stand-in.ts';
import { When } from '../../_ui/when.tsx';
import { useGoTo } from '../navigation.tsx';
import { useOpenDirect } from '../open-direct.ts';

type PersonCardProps = { anchor: HTMLElement; id: string; pinned: boolean; onClose: () => void };

/** What only the card shows; the rest is known, and changes by itself. */
const useProfile = (id: string): Profile | null => {
  const live = useLive();
  const [profile, setProfile] = useState<Profile | null>(null);
  useEffect(() => {
    let current = true;
    void live.request('person:get', { userId: id }).then((answer) => {
      if (current && answer.ok) setProfile(answer.data);
    });
    return () => {
      current = false;
    };
  }, [live, id]);
  return profile;
};

const Presence = ({ id, profile }: { id: string; profile: Profile | null }) => {
  const t = useTranslations('people');
  const presence = usePresence([id])[id];
  if (presence === undefined) return null;
  if (presence !== 'offline' || !profile?.lastSeenAt) return t(`presence.${presence}`);
  return (
    <>
      {t('lastSeen')} <When at={profile.lastSeenAt} />
    </>
  );
};

const Signs = ({ person, profile }: { person: Person; profile: Profile | null }) => {
  const t = useTranslations('people');
  const signs = [
    ...(person.deactivated ? [t('deactivated')] : []),
    ...(person.kind === 'bot' ? [t('bot')] : []),
    ...(profile?.role === 'admin' || profile?.role === 'guest' ? [t(`roles.${profile.role}`)] : []),
  ];
  return (
    <p className="flex flex-wrap gap-1 text-xs empty:hidden">
      {signs.map((sign) => (
        <span key={sign} className="rounded-sm bg-sunken px-1.5 py-0.5 text-soft">
          {sign}
        </span>
      ))}
    </p>
  );
};

const Deed = ({ person, onClose }: { person: Person; onClose: () => void }) => {
  const t = useTranslations('people');
  const me = useMe();
  const goTo = useGoTo();
  const openDirect = useOpenDirect();
  if (person.deactivated) return null;
  const isMe = person.id === me.id;
  const act = () => {
    onClose();
    if (isMe) goTo('/settings#profile');
    else void openDirect(person.id);
  };
  return (
    <Button kind="primary" onClick={act} className="w-full">
      {isMe ? <Pencil aria-hidden /> : <MessageSquare aria-hidden />}
      {t(isMe ? 'editProfile' : 'message')}
    </Button>
  );
};

const Content = ({ person, onClose }: { person: Person; onClose: () => void }) => {
  const profile = useProfile(person.id);
  return (
    <>
      <div className="flex items-start gap-3">
        <Avatar {...person} size="xl" ring="ring-raised" />
        <div className="min-w-0 flex-1">
          <p className="wrap-anywhere font-semibold text-lg leading-6">
            <bdi>{person.name}</bdi>
          </p>
          <p className="wrap-anywhere text-soft empty:hidden">{person.title ? <bdi>{person.title}</bdi> : null}</p>
          <p className="text-faint text-sm empty:hidden">
            <Presence id={person.id} profile={profile} />
          </p>
        </div>
      </div>
      <Signs person={person} profile={profile} />
      {person.status ? <StatusLine status={person.status} /> : null}
      <p className="text-soft text-sm empty:hidden">{person.timeZone ? <LocalTime zone={person.timeZone} /> : null}</p>
      <Deed person={person} onClose={onClose} />
    </>
  );
};

/** Who somebody is, beside the name that was pointed at or chosen. */
export default function PersonCard({ anchor, id, pinned, onClose }: PersonCardProps) {
  const t = useTranslations('people');
  const person = usePerson(id);
  if (!person) return null;
  const leave = () => {
    onClose();
    if (pinned) focusOr(anchor);
  };
  return (
    <Popover open onOpenChange={(open) => !open && leave()}>
      <PopoverTrigger asChild>
        <span aria-hidden style={standInFor(anchor)} />
      </PopoverTrigger>
      <PopoverContent
        data-card
        aria-label={t('cardOf', { name: person.name })}
        side="bottom"
        align="start"
        // Who only points at it goes on with what they did.
        onOpenAutoFocus={(event) => !pinned && event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => {
          if (event.target instanceof Node && anchor.contains(event.target)) event.preventDefault();
        }}
        className="flex w-72 flex-col gap-3 p-4"
      >
        <Content person={person} onClose={onClose} />
      </PopoverContent>
    </Popover>
  );
}
