'use client';

import type { RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { useMayBrowse, useMayMakeRooms } from '../../../_live/workspace/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { ClearSearch } from '../../../_ui/clear-search.tsx';
import { useOverlays } from '../../_frame/use-overlays.ts';

export type HintAction = 'clear' | 'rooms' | 'direct';

type HintProps = {
  row: { text: string; action: HintAction };
  field: RefObject<HTMLInputElement | null>;
  onClear: () => void;
};

/** Where something would be listed and nothing is: what to do about it. */
export default function ListHint({ row: { text, action }, field, onClear }: HintProps) {
  const t = useTranslations('list');
  const { openNewMessage, openNewRoom, openBrowseRooms } = useOverlays();
  const makesRooms = useMayMakeRooms();
  const browse = useMayBrowse() ? [{ text: t('browse'), press: openBrowseRooms }] : [];
  const offers = {
    clear: browse,
    rooms: [...browse, ...(makesRooms ? [{ text: t('newRoom'), press: openNewRoom }] : [])],
    direct: [{ text: t('newMessage'), press: openNewMessage }],
  }[action];
  return (
    <div className="flex flex-col items-start gap-2 px-2 py-1">
      <p className="wrap-anywhere text-faint">{text}</p>
      <div className="flex flex-wrap gap-2">
        {action === 'clear' ? <ClearSearch size="sm" field={field} onClear={onClear} /> : null}
        {offers.map((offer) => (
          <Button key={offer.text} size="sm" onClick={offer.press}>
            {offer.text}
          </Button>
        ))}
      </div>
    </div>
  );
}
