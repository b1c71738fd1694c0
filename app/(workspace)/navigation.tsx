'use client';

import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ComponentProps, type MouseEvent, useCallback } from 'react';

const conversationPath = /^\/chat\/([0-9a-f-]{36})$/i;

/** The conversation that the address names. */
export const useConversationId = (): string | null => {
  const match = conversationPath.exec(usePathname());
  return match?.[1]?.toLowerCase() ?? null;
};

/** Where Administration begins. */
export const administrationPath = '/admin/workspace';

export const pathOfConversation = (id: string): string => `/chat/${id}`;

const isChat = (path: string) => path === '/chat' || path.startsWith('/chat/');

/**
 * Goes to a page. From one conversation to another nothing is asked of the server: everything the page shows is
 * already here, so it is instant and also works without a connection.
 */
export const useGoTo = (): ((path: string) => void) => {
  const router = useRouter();
  return useCallback(
    (path) => {
      if (isChat(path) && isChat(window.location.pathname)) window.history.pushState(null, '', path);
      else router.push(path);
    },
    [router],
  );
};

/** A link that takes the short way of {@link useGoTo} on a plain click. */
export const ChatLink = ({ href, onClick, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) => {
  const goTo = useGoTo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    goTo(href);
  };
  return <Link href={href} prefetch={false} onClick={follow} {...rest} />;
};
