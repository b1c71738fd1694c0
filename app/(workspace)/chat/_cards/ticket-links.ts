import { piecesOf } from '../_message-text/pieces.ts';

/** An address of a ticket, as a message holds it. `number`: what the ticket is called there, which the address may say. */
export type TicketLink = { id: string; number: string | null; isOwn: boolean; path: string };

const named = /^\/admin\/tickets\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/([^/]+))?\/?$/i;

/** More of them in one message are links, and no cards. */
const most = 5;
const longestNumber = 200;

const decoded = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  try {
    return decodeURIComponent(text).slice(0, longestNumber);
  } catch {
    return null;
  }
};

const linkOf = (href: string, ownHost: string): TicketLink | null => {
  const { pathname, hostname } = new URL(href);
  const [path, id, number] = named.exec(pathname) ?? [];
  if (path === undefined || id === undefined) return null;
  return { id: id.toLowerCase(), number: decoded(number), isOwn: hostname === ownHost, path };
};

/**
 * The tickets that a message links to, each once, in order.
 * @param ownHost `location.hostname` of this page; instances may differ in the port
 */
export const ticketLinksIn = (body: string, ownHost: string): TicketLink[] => {
  const links = new Map<string, TicketLink>();
  for (const piece of piecesOf(body)) {
    const link = piece.kind === 'link' ? linkOf(piece.href, ownHost) : null;
    if (link && !links.has(link.id) && links.size < most) links.set(link.id, link);
  }
  return [...links.values()];
};
