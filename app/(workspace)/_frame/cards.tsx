'use client';

import { useEffect, useState } from 'react';
import { later } from '../../_ui/later.tsx';

const PersonCard = later(() => import('./person-card.tsx'));

/** How long somebody points at a name before its card comes, and may be beside both before it goes. */
const patience = 500;
const grace = 250;

const cardMark = 'data-card';

type Shown = { anchor: HTMLElement; id: string; pinned: boolean } | null;

const anchorOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-person]') : null;

const isWithinCard = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`[${cardMark}]`) !== null;

/** Listens for names that are pointed at or chosen anywhere on the page. @returns stops listening */
const listen = (show: (next: (before: Shown) => Shown) => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (wait: number, next: (before: Shown) => Shown) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(next), wait);
  };
  const onOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType !== 'mouse') return;
    const anchor = anchorOf(target);
    if (anchor)
      soon(patience, (before) =>
        before?.pinned ? before : { anchor, id: anchor.dataset.person ?? '', pinned: false },
      );
    else if (isWithinCard(target)) clearTimeout(timer);
    else soon(grace, (before) => (before?.pinned ? before : null));
  };
  const onClick = ({ target }: MouseEvent) => {
    const anchor = anchorOf(target);
    if (!anchor) return;
    clearTimeout(timer);
    show((before) =>
      before?.pinned && before.anchor === anchor ? null : { anchor, id: anchor.dataset.person ?? '', pinned: true },
    );
  };
  const onScroll = ({ target }: Event) => {
    if (!isWithinCard(target)) soon(0, () => null);
  };
  document.addEventListener('pointerover', onOver);
  document.addEventListener('click', onClick);
  document.addEventListener('scroll', onScroll, true);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('pointerover', onOver);
    document.removeEventListener('click', onClick);
    document.removeEventListener('scroll', onScroll, true);
  };
};

/** The cards of the whole page, one at a time; what draws them is loaded with the first. */
export default function Cards() {
  const [shown, setShown] = useState<Shown>(null);
  useEffect(() => listen(setShown), []);
  if (!shown?.anchor.isConnected) return null;
  return (
    <PersonCard
      key={`${shown.id} ${shown.pinned}`}
      anchor={shown.anchor}
      id={shown.id}
      pinned={shown.pinned}
      onClose={() => setShown(null)}
    />
  );
}
