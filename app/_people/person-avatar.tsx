'use client';

import { UserX } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useGonePeople, usePerson } from '../_live/people/hooks.ts';
import { Avatar, avatarSizes } from '../_ui/avatar.tsx';
import { cn } from '../_ui/class-names.ts';
import { Skeleton } from '../_ui/skeleton.tsx';

type PersonAvatarProps = Pick<ComponentProps<typeof Avatar>, 'id' | 'size' | 'presence' | 'ring'>;

/** Somebody's picture; grey for an account that was removed, a place for it while nobody knows yet. */
export const PersonAvatar = ({ id, size = 'md', presence, ring }: PersonAvatarProps) => {
  const person = usePerson(id);
  const isGone = useGonePeople()[id] === true;
  if (person) return <Avatar {...person} size={size} presence={presence} {...(ring === undefined ? {} : { ring })} />;
  if (!isGone) return <Skeleton className={avatarSizes[size]} />;
  return (
    <span aria-hidden className={cn('grid shrink-0 place-items-center bg-sunken text-faint', avatarSizes[size])}>
      <UserX className="size-3/5" />
    </span>
  );
};
