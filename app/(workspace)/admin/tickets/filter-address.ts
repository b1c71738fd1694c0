'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import {
  Id,
  Priority,
  type Rejection,
  RejectionState,
  SourceKey,
  TicketListPayload,
} from '../../../../protocol/index.ts';
import type { TicketFilter } from '../../../_live/tickets/state.ts';

export const filterNames = [
  'reasonCode',
  'priority',
  'state',
  'assigneeId',
  'source',
  'text',
  'occurredAfter',
  'occurredBefore',
] as const;
export type FilterName = (typeof filterNames)[number];
/** What is to be changed: null takes a filter away. */
export type FilterChange = Partial<Record<FilterName, string | null>>;

const assignee = (value: string | null): TicketFilter['assigneeId'] =>
  value === 'me' || value === 'nobody' ? value : Id.safeParse(value).data;

const moment = (value: string | null): string | undefined =>
  value !== null && TicketListPayload.safeParse({ occurredAfter: value }).success ? value : undefined;

/** The filter that an address says; what is no filter is left out. */
export const filterOf = (get: (name: FilterName) => string | null): TicketFilter => {
  const filter: TicketFilter = {
    reasonCode: get('reasonCode')?.trim().slice(0, 100) || undefined,
    priority: Priority.safeParse(get('priority')).data,
    state: RejectionState.safeParse(get('state')).data,
    assigneeId: assignee(get('assigneeId')),
    source: SourceKey.safeParse(get('source')).data,
    text: get('text')?.trim().slice(0, 200) || undefined,
    occurredAfter: moment(get('occurredAfter')),
    occurredBefore: moment(get('occurredBefore')),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
};

const desk = '/admin/tickets';

/** @returns which ticket an address names, by the id of its rejection or by its own; null when it names none */
const ticketIn = (path: string, query: Pick<URLSearchParams, 'get'>): string | null => {
  const [, named] = /^\/admin\/tickets\/([^/]+)/.exec(path) ?? [];
  if (named === undefined) return query.get('ticket');
  try {
    return decodeURIComponent(named);
  } catch {
    return named;
  }
};

/** The address of a ticket: what follows its id is for people, and for whoever may not see it. */
export const pathOfTicket = ({ id, ticketId }: Pick<Rejection, 'id' | 'ticketId'>): string =>
  // Dots alone would lead up and away.
  /^\.+$/.test(ticketId) ? `${desk}/${id}` : `${desk}/${id}/${encodeURIComponent(ticketId)}`;

const withQuery = (path: string, query: URLSearchParams): string => (query.size === 0 ? path : `${path}?${query}`);

const opened = 'openedFrom';

/** The query of the list from which the open ticket was opened, when that is where Back leads. */
const openedFrom = (): string | null => {
  const state: unknown = window.history.state;
  if (typeof state !== 'object' || state === null || !(opened in state)) return null;
  const from: unknown = state[opened];
  return typeof from === 'string' ? from : null;
};

// Next.js keeps what it needs by itself; handed its own state back, it would take the change for one of its own and not
// notice it.
const replace = (address: string) => {
  const from = openedFrom();
  window.history.replaceState(from === null ? null : { [opened]: from }, '', address);
};

/** The filters live in the address, so that a filtered feed can be bookmarked and sent to a colleague. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo(() => filterOf((name) => parameters.get(name)), [parameters]);
  const setFilter = useCallback((change: FilterChange) => {
    const query = new URLSearchParams(window.location.search);
    for (const name of filterNames) {
      const value = change[name];
      if (value === undefined) continue;
      if (value === null || value.trim() === '') query.delete(name);
      else query.set(name, value.trim());
    }
    replace(withQuery(window.location.pathname, query));
  }, []);
  const clear = useCallback(() => setFilter(Object.fromEntries(filterNames.map((name) => [name, null]))), [setFilter]);
  return { filter, setFilter, clear };
};

/**
 * Which ticket is open is in the address, too: one can be sent to a colleague, and Back closes it. It is the id of the
 * rejection; the id of the ticket does as well, and means its latest rejection.
 */
export const useTicketAddress = () => {
  const ticket = ticketIn(usePathname(), useSearchParams());
  const open = useCallback((rejection: Pick<Rejection, 'id' | 'ticketId'>) => {
    const query = new URLSearchParams(window.location.search);
    const isOpen = ticketIn(window.location.pathname, query) !== null;
    query.delete('ticket');
    const address = withQuery(pathOfTicket(rejection), query);
    // An open one gives way: Back leads to the list, not through all that were looked at.
    if (isOpen) replace(address);
    else window.history.pushState({ [opened]: query.toString() }, '', address);
  }, []);
  const close = useCallback(() => {
    const query = new URLSearchParams(window.location.search);
    if (ticketIn(window.location.pathname, query) === null) return;
    query.delete('ticket');
    // Filters that were changed meanwhile stay.
    if (openedFrom() === query.toString()) window.history.back();
    else replace(withQuery(desk, query));
  }, []);
  return { ticket, open, close };
};
