'use client';

import { Command } from 'cmdk';
import { type ReactNode, useRef, useState } from 'react';
import { ShownName } from '../../_people/shown-name.tsx';
import { ClearSearch } from '../../_ui/clear-search.tsx';
import { Dialog } from '../../_ui/dialog.tsx';

export type Entry = { key: string; text: string; mark?: string | undefined; icon: ReactNode; run: () => void };

/** More than this nobody reads; typing narrows it down. */
const shown = 20;

/** Those that hold every word of `query`. */
export const matching = (entries: readonly Entry[], query: string): Entry[] => {
  const words = query.toLowerCase().split(/\s+/);
  return entries.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word))).slice(0, shown);
};

type ChooserProps = {
  title: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  groups: readonly { name: string; entries: readonly Entry[] }[];
  /** Stands where nothing was found. */
  nothing: ReactNode;
  onClose: () => void;
};

/** Chooses one of many by typing, with the keyboard alone or by pointing. */
export const Chooser = ({ title, placeholder, query, onQuery, groups, nothing, onClose }: ChooserProps) => {
  const input = useRef<HTMLInputElement>(null);
  /** What the person went to; without it the first entry is selected, also when people are found after the commands. */
  const [chosen, setChosen] = useState<string>();
  const first = groups.flatMap(({ entries }) => entries)[0]?.key ?? '';
  const type = (text: string) => {
    onQuery(text);
    setChosen(undefined);
  };
  const run = (entry: Entry) => {
    // First closed, then run: an entry may open the next dialog.
    onClose();
    entry.run();
  };
  return (
    <Dialog title={title} bare onClose={onClose}>
      <Command
        label={title}
        loop
        shouldFilter={false}
        value={chosen ?? first}
        onValueChange={(key) => setChosen(key === first ? undefined : key)}
        className="flex min-h-0 flex-col"
      >
        <Command.Input
          ref={input}
          autoFocus
          value={query}
          onValueChange={type}
          placeholder={placeholder}
          className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
        />
        <Command.List
          label={title}
          className="h-96 max-h-[60vh] overflow-y-auto p-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:text-sm"
        >
          {/* Enter on a button inside is the button's. */}
          <Command.Empty
            onKeyDown={(event) => event.stopPropagation()}
            className="flex flex-col items-center gap-3 p-4 text-center text-soft empty:hidden"
          >
            {nothing}
            {nothing !== null && query !== '' ? <ClearSearch field={input} onClear={() => type('')} /> : null}
          </Command.Empty>
          {groups.map(({ name, entries }) =>
            entries.length === 0 ? null : (
              <Command.Group key={name} heading={name}>
                {entries.map((entry) => (
                  <Command.Item
                    key={entry.key}
                    value={entry.key}
                    onSelect={() => run(entry)}
                    className="flex h-10 cursor-pointer items-center gap-3 rounded-md px-2 data-[selected=true]:bg-sunken [&>svg]:mx-1 [&>svg]:size-4 [&>svg]:text-soft"
                  >
                    {entry.icon}
                    <ShownName name={entry.text} mark={entry.mark} />
                  </Command.Item>
                ))}
              </Command.Group>
            ),
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
};
