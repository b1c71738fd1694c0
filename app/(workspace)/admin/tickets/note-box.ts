'use client';

import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isRetryable } from '../../../../protocol/result.ts';
import { useConnection, useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { idMaker } from '../../../_live/core/ids.ts';
import { type KeptNote, type KeptNotes, keptNotes } from '../../../_live/core/storage/kept-notes.ts';
import { personalName } from '../../../_live/core/storage/personal.ts';
import { forgetText, keepText, keptNames } from '../../../_live/core/storage/texts.ts';
import type { LiveClient } from '../../../_live/live-client.ts';

const empty: KeptNotes = { draft: '', notes: [] };
const newId = idMaker(Date.now);
const boxes = createStore<Readonly<Record<string, KeptNotes>>>(() => ({}));

const boxOf = (name: string): KeptNotes => boxes.getState()[name] ?? keptNotes(name);

/** Those that left here: what another tab still holds of them does not bring them back. */
const gone = new Set<string>();

const put = (name: string, box: KeptNotes): void => {
  const known = new Set(box.notes.map(({ clientId }) => clientId));
  const elsewhere = keptNotes(name).notes.filter(({ clientId }) => !known.has(clientId) && !gone.has(clientId));
  boxes.setState({ [name]: { ...box, notes: [...elsewhere, ...box.notes] } });
  const notes = [...elsewhere, ...box.notes.filter(({ state }) => state !== 'sent')];
  if (box.draft === '' && notes.length === 0) forgetText(name);
  else keepText(name, JSON.stringify({ draft: box.draft, notes }));
};

const setNote = (name: string, clientId: string, state: KeptNote['state']): void => {
  const box = boxOf(name);
  if (state === 'sent') gone.add(clientId);
  put(name, { ...box, notes: box.notes.map((note) => (note.clientId === clientId ? { ...note, state } : note)) });
};

const sending = new Set<string>();

/** Sends what waits, in the order in which it was written; what the server has already is the same note again. */
const sendAll = async (live: LiveClient, name: string, rejectionId: string): Promise<void> => {
  if (sending.has(name)) return;
  sending.add(name);
  try {
    for (;;) {
      const next = boxOf(name).notes.find(({ state }) => state === 'waiting');
      if (!next) return;
      const { clientId, text } = next;
      const answer = await live.request('ticket:note', { rejectionId, clientId, text });
      if (!answer.ok && isRetryable(answer.error)) return;
      setNote(name, clientId, answer.ok ? 'sent' : 'failed');
    }
  } finally {
    sending.delete(name);
  }
};

const retryAfter = 3_000;

/** Sends what was written while there was no connection, on whatever ticket, for as long as this is mounted. */
export const useNotesSent = (): void => {
  const live = useLive();
  const me = useMe();
  const { phase } = useConnection();
  useEffect(() => {
    if (phase !== 'online') return;
    const own = personalName('note', me.id, '');
    const all = () => {
      for (const name of keptNames()) if (name.startsWith(own)) void sendAll(live, name, name.slice(own.length));
    };
    all();
    const timer = setInterval(all, retryAfter);
    return () => clearInterval(timer);
  }, [live, me.id, phase]);
};

/** What one writes about a ticket: the note that is begun, and those that are on their way. Kept on the device. */
export const useNoteBox = (rejectionId: string) => {
  const live = useLive();
  const name = personalName('note', useMe().id, rejectionId);
  useEffect(() => {
    if (boxes.getState()[name] === undefined) boxes.setState({ [name]: keptNotes(name) });
  }, [name]);
  const { draft, notes } = useStore(boxes, (all) => all[name] ?? empty);
  const write = useCallback((text: string) => put(name, { ...boxOf(name), draft: text }), [name]);
  const send = useCallback(() => {
    const box = boxOf(name);
    if (box.draft.trim() === '') return;
    const note: KeptNote = { clientId: newId(), text: box.draft, state: 'waiting' };
    put(name, { draft: '', notes: [...box.notes, note] });
    void sendAll(live, name, rejectionId);
  }, [live, name, rejectionId]);
  const retry = useCallback(
    (clientId: string) => {
      setNote(name, clientId, 'waiting');
      void sendAll(live, name, rejectionId);
    },
    [live, name, rejectionId],
  );
  const discard = useCallback(
    (clientId: string) => {
      const box = boxOf(name);
      gone.add(clientId);
      put(name, { ...box, notes: box.notes.filter((note) => note.clientId !== clientId) });
    },
    [name],
  );
  return useMemo(() => ({ draft, notes, write, send, retry, discard }), [draft, notes, write, send, retry, discard]);
};

export type NoteBox = ReturnType<typeof useNoteBox>;
