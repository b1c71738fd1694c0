'use client';

import { type ComponentProps, useState } from 'react';
import { Field } from './field.tsx';
import { Saved } from './saved.tsx';

type SavedFieldProps = Omit<ComponentProps<typeof Field>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'beside'> & {
  /** What holds now; it is shown until something else is typed. */
  saved: string;
  isSaved: boolean;
  /** @returns what is wrong with what was typed, in the user's language; nothing is saved then */
  problemOf: (text: string) => string | undefined;
  /** @returns whether it holds; what was typed stays in the field when it does not */
  onSave: (text: string) => Promise<boolean>;
};

/** A text that is saved when one leaves it or presses Enter, and says so; Escape takes back what was typed. */
export const SavedField = ({ saved, isSaved, problemOf, onSave, error, ...field }: SavedFieldProps) => {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const change = (text: string | null) => {
    setDraft(text);
    setProblem(undefined);
  };
  const save = async () => {
    const text = draft?.trim();
    if (text === undefined) return;
    if (text === saved) return change(null);
    const wrong = problemOf(text);
    setProblem(wrong);
    if (wrong !== undefined || text.length > (field.most ?? Number.POSITIVE_INFINITY)) return;
    // What is typed meanwhile is not taken away.
    if (await onSave(text)) setDraft((now) => (now?.trim() === text ? null : now));
  };
  return (
    <Field
      {...field}
      value={draft ?? saved}
      error={problem ?? error}
      // Whoever leaves a field is not held back in it.
      isGoneTo={false}
      beside={<Saved is={isSaved && draft === null} />}
      onChange={(event) => change(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape') change(null);
      }}
    />
  );
};
