'use client';

import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../../../_live/core/hooks.ts';
import { useLatest } from '../../use-latest.ts';
import {
  bodyOf,
  type Mention,
  mentionAt,
  partOf,
  rewritten,
  toWritten,
  type Written,
  withMention,
} from '../_message-text/written.ts';
import { PastTexts } from './past-texts.ts';

type Field = HTMLTextAreaElement;

// Beside the text that every program can paste: the same with its mentions, for fields like this one.
const bodyType = 'application/x-switchboard-message';

// The browser's own way of typing, so that it can be undone; there is nothing newer that can be, in a text field.
const typeInto = (field: Field, text: string): void => {
  field.focus();
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};

const isUndo = ({ nativeEvent }: SyntheticEvent): boolean =>
  nativeEvent instanceof InputEvent && nativeEvent.inputType.startsWith('history');

/** What is written in a field, kept in step with the field's text. */
const useSteps = (written: Written, change: (written: Written) => void) => {
  const [cursor, setCursor] = useState(0);
  const [past] = useState(() => new PastTexts());
  // Several changes may come before the next drawing.
  const latest = useLatest(written);
  /** People in what is about to be inserted. */
  const coming = useRef<readonly Mention[]>([]);
  const write = (field: Field, undoing: boolean) => {
    const { value, selectionStart, selectionEnd } = field;
    past.remember(latest.current);
    const typed = () => coming.current.reduce(withMention, rewritten(latest.current, value, selectionEnd));
    const next = (undoing && past.recall(value)) || typed();
    coming.current = [];
    past.remember(next);
    latest.current = next;
    // One key deleted it, and nobody selected it: what is typed next must not take its place.
    const whole = undoing ? mentionAt(next, selectionEnd, 'end') : null;
    if (whole?.[0] === selectionStart) field.setSelectionRange(selectionEnd, selectionEnd);
    setCursor(field.selectionStart);
    change(next);
  };
  const forget = () => {
    past.clear();
    setCursor(0);
  };
  return { cursor, setCursor, latest, coming, write, forget };
};

/**
 * A text field in which people are named and meant by id, through typing, undo, cutting and pasting.
 * @param change is told what is written whenever it changes
 */
export const useField = (field: RefObject<Field | null>, written: Written, change: (written: Written) => void) => {
  const t = useTranslations('people');
  const live = useLive();
  const { cursor, setCursor, latest, coming, write, forget } = useSteps(written, change);
  const nameOf = (id: string) => live.store.getState().people[id]?.name ?? t('unknown');

  /** Types `text` in place of everything from `start` to the cursor. */
  const insert = (start: number, { text, mentions }: Written) => {
    const element = field.current;
    if (!element) return;
    element.setSelectionRange(start, element.selectionEnd);
    coming.current = mentions.map((mention) => ({ ...mention, start: mention.start + start }));
    typeInto(element, text);
  };
  const copy = (event: ClipboardEvent<Field>) => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const part = partOf(latest.current, selectionStart, selectionEnd);
    if (part.mentions.length === 0) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', part.text);
    event.clipboardData.setData(bodyType, bodyOf(part));
    if (event.type === 'cut') document.execCommand('delete');
  };
  const paste = (event: ClipboardEvent<Field>) => {
    const body = event.clipboardData.getData(bodyType);
    if (body === '') return;
    event.preventDefault();
    insert(event.currentTarget.selectionStart, toWritten(body, nameOf));
  };
  /** One key deletes a mention whole: what is left of a name would mean nobody. */
  const selectMention = ({ key, currentTarget, altKey, ctrlKey, metaKey }: KeyboardEvent<Field>) => {
    const edge = { Backspace: 'end', Delete: 'start' } as const;
    if ((key !== 'Backspace' && key !== 'Delete') || altKey || ctrlKey || metaKey) return;
    const { selectionStart, selectionEnd } = currentTarget;
    const found = selectionStart === selectionEnd && mentionAt(latest.current, selectionStart, edge[key]);
    if (found) currentTarget.setSelectionRange(...found);
  };
  const props = {
    written,
    onChange: (event: ChangeEvent<Field>) => write(event.currentTarget, isUndo(event)),
    onSelect: (event: SyntheticEvent<Field>) => setCursor(event.currentTarget.selectionStart),
    onCopy: copy,
    onCut: copy,
    onPaste: paste,
  };
  return { cursor, insert, forget, selectMention, props };
};
