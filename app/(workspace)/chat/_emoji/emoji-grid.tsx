'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ClearSearch } from '../../../_ui/clear-search.tsx';
import { Input } from '../../../_ui/input.tsx';
import { emojiList } from './emoji-list.ts';

const columns = 8;

/** Chooses one emoji, by pointing, by arrow keys or by its name. */
export default function EmojiGrid({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useTranslations('message.emoji');
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const sought = query.trim().toLowerCase().replaceAll(' ', '_');
  const found = emojiList.filter(({ name }) => name.includes(sought));
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    const buttons: (Element | null)[] = [...event.currentTarget.querySelectorAll('button')];
    const place = buttons.indexOf(document.activeElement);
    if (step === undefined || (place === -1 && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const next = buttons[place === -1 ? 0 : Math.max(0, Math.min(buttons.length - 1, place + step))];
    if (next instanceof HTMLElement) next.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only moves the focus between the buttons inside
    <div className="w-76 p-2" onKeyDown={move}>
      <Input
        ref={field}
        type="search"
        autoFocus
        aria-label={t('search')}
        placeholder={t('search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0]) onChoose(found[0].emoji);
        }}
        dense
        className="mb-2"
      />
      <div className="grid h-52 grid-cols-8 content-start overflow-y-auto">
        {found.map(({ emoji, name }) => (
          <button
            key={name}
            type="button"
            title={`:${name}:`}
            onClick={() => onChoose(emoji)}
            className="grid size-8.5 place-items-center rounded-md text-xl hover:bg-sunken focus-visible:bg-sunken"
          >
            {emoji}
          </button>
        ))}
        {found.length === 0 ? (
          <div className="col-span-8 flex flex-col items-start gap-2 p-2 text-soft">
            {t('none')}
            <ClearSearch size="sm" field={field} onClear={() => setQuery('')} />
          </div>
        ) : null}
      </div>
    </div>
  );
}
