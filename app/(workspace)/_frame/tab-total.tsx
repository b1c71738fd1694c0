'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useTotalUnread } from '../../_live/rooms/hooks.ts';
import { useWorkspace } from '../../_live/workspace/hooks.ts';

const badge = (count: number, urgent: boolean): string => {
  const text = count > 99 ? '99' : String(count);
  const colour = urgent ? '#c5221f' : '#b3451f';
  return `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4a45d8"/><path d="M7 9h3.5c6 0 3 12 9 12H21" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/><circle cx="7" cy="9" r="3" fill="#fff"/><rect x="10" y="13" width="22" height="19" rx="9" fill="${colour}"/><text x="21" y="28" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="15" fill="#fff">${text}</text></svg>`,
  )}`;
};

/** Titles are written by the server, which knows the new name of the workspace. */
const useNameOfWorkspace = () => {
  const router = useRouter();
  const name = useWorkspace()?.name;
  const known = useRef(name);
  useEffect(() => {
    if (known.current === name) return;
    known.current = name;
    router.refresh();
  }, [name, router]);
};

/** Puts the number of unread messages into the tab's title and icon, and onto the icon of who has it among their applications. */
export default function TabTotal() {
  useNameOfWorkspace();
  const t = useTranslations('frame');
  const path = usePathname();
  const { unread, mentions } = useTotalUnread();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page brings a new title, which needs its number again
  useEffect(() => {
    const number = /^\(\d+\) /;
    const apply = () => {
      const bare = document.title.replace(number, '');
      const wanted = unread > 0 ? t('titleUnread', { count: unread, title: bare }) : bare;
      if (document.title !== wanted) document.title = wanted;
    };
    apply();
    // Next writes the title whenever a page arrives, also later than this effect.
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [unread, t, path]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = unread > 0 ? badge(mentions > 0 ? mentions : unread, mentions > 0) : '/icon.svg';
  }, [unread, mentions]);
  useEffect(() => {
    // Some browsers know it and forbid it, where this is no application: then there is nothing to put it onto.
    void navigator.setAppBadge?.(unread).catch(() => {});
  }, [unread]);
  useEffect(() => () => void navigator.clearAppBadge?.().catch(() => {}), []);
  return null;
}
