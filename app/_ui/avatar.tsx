'use client';

import type { PresenceState } from '../../protocol/index.ts';
import { pictureInSize } from '../../protocol/picture-address.ts';
import { cn } from './class-names.ts';

const hues = ['bg-hue-1', 'bg-hue-2', 'bg-hue-3', 'bg-hue-4', 'bg-hue-5', 'bg-hue-6', 'bg-hue-7', 'bg-hue-8'] as const;

/** The same id has the same colour everywhere. */
const hueOf = (id: string): string => {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return hues[sum % hues.length] ?? hues[0];
};

/** "Lin Wang" → LW, "王琳" → 琳 */
const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')];
  if (/\p{Script=Han}/u.test(words[0] ?? '')) return first.at(-1) ?? '';
  const last = words.length > 1 ? [...(words.at(-1) ?? '')] : [];
  return `${first[0] ?? ''}${last[0] ?? ''}`.toUpperCase();
};

export const avatarSizes = {
  xs: 'size-4 text-[8px] rounded-sm',
  sm: 'size-6 text-[10px] rounded-sm',
  md: 'size-8 text-xs rounded-md',
  lg: 'size-9 text-sm rounded-md',
  xl: 'size-16 text-xl rounded-xl',
} as const;

type AvatarProps = {
  id: string;
  name: string;
  image?: string | null;
  size?: keyof typeof avatarSizes;
  presence?: PresenceState | undefined;
  /** Colour of what the avatar lies on, for the ring around the presence dot. */
  ring?: string;
};

// What cannot be had, as without a connection, is not drawn: the initials are below it.
const Picture = ({ address }: { address: string }) => (
  // biome-ignore lint/performance/noImgElement: pictures are small and have their sizes; Next's optimiser is off
  <img
    src={address}
    alt=""
    decoding="async"
    onError={({ currentTarget }) => {
      currentTarget.hidden = true;
    }}
    className="absolute inset-0 size-full object-cover"
  />
);

/** Decoration beside a name; the name itself is always written next to it. */
export const Avatar = ({ id, name, image, size = 'md', presence, ring = 'ring-canvas' }: AvatarProps) => (
  <span className="relative inline-flex shrink-0" aria-hidden>
    <span
      className={cn(
        'relative grid select-none place-items-center overflow-hidden font-semibold text-white dark:text-canvas',
        avatarSizes[size],
        hueOf(id),
      )}
    >
      {initialsOf(name)}
      {image ? <Picture key={image} address={size === 'xl' ? pictureInSize(image, 256) : image} /> : null}
    </span>
    {presence ? <PresenceDot state={presence} className={cn('-right-0.5 -bottom-0.5 absolute ring-2', ring)} /> : null}
  </span>
);

const dots = { online: 'bg-online', away: 'bg-away', offline: 'invisible' } as const;

const PresenceDot = ({ state, className }: { state: PresenceState; className?: string }) => (
  <span data-presence={state} className={cn('size-2.5 rounded-full', dots[state], className)} />
);
