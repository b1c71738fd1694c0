'use client';

import { Command } from 'cmdk';
import { Hash, Keyboard, Languages, Lock, LogOut, Plus, Settings, SquarePen, SunMoon, TicketX } from 'lucide-react';
import { useTheme } from 'next-themes';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Person } from '../../../protocol/index.ts';
import { useConversations, useMe, usePeople } from '../../_live/hooks.ts';
import { useLocaleSwitch } from '../../_messages/locale-switch.ts';
import { otherMember } from '../../_people/names.ts';
import { usePeopleSearch } from '../../_people/people-search.ts';
import { Avatar } from '../../_ui/avatar.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { pathOfConversation, useGoTo } from '../navigation.tsx';
import { useOpenDirect } from '../open-direct.ts';
import { useSignOut } from '../sign-out.ts';
import { useOverlays } from './use-overlays.ts';

/** More than this nobody reads; typing narrows it down. */
const shown = 20;

type Entry = { key: string; text: string; icon: ReactNode; run: () => void };

const iconOf = (person: Person | undefined, isPrivate: boolean) => {
  if (person) return <Avatar {...person} size="sm" />;
  return isPrivate ? <Lock aria-hidden /> : <Hash aria-hidden />;
};

const useConversationEntries = (): Entry[] => {
  const me = useMe();
  const goTo = useGoTo();
  const { conversations } = useConversations();
  const others = useMemo(
    () => conversations.filter(({ kind }) => kind === 'direct').map((direct) => otherMember(direct, me.id)),
    [conversations, me.id],
  );
  const people = usePeople(others);
  const named = new Map(people.flatMap((person) => (person ? [[person.id, person]] : [])));
  return [...conversations]
    .sort((a, b) => (b.lastActivity ?? '').localeCompare(a.lastActivity ?? ''))
    .flatMap((conversation) => {
      const person = conversation.kind === 'direct' ? named.get(otherMember(conversation, me.id)) : undefined;
      const text = conversation.name ?? person?.name;
      if (text === undefined) return [];
      return [
        {
          key: conversation.id,
          text,
          icon: iconOf(person, conversation.visibility === 'private'),
          run: () => goTo(pathOfConversation(conversation.id)),
        },
      ];
    });
};

const useCommands = (): Entry[] => {
  const t = useTranslations();
  const me = useMe();
  const goTo = useGoTo();
  const signOut = useSignOut();
  const locale = useLocale();
  const switchLocale = useLocaleSwitch();
  const { setTheme } = useTheme();
  const { openBrowseRooms, openNewMessage, openNewRoom, openShortcuts } = useOverlays();
  const otherLocale = locale === 'en' ? 'zh' : 'en';
  const themes = [
    ['light', t('palette.themeLight')],
    ['dark', t('palette.themeDark')],
    ['system', t('palette.themeSystem')],
  ] as const;
  return [
    { key: 'message', text: t('list.newMessage'), icon: <SquarePen aria-hidden />, run: openNewMessage },
    { key: 'room', text: t('list.newRoom'), icon: <Plus aria-hidden />, run: openNewRoom },
    { key: 'browse', text: t('list.browse'), icon: <Hash aria-hidden />, run: openBrowseRooms },
    ...(me.role === 'admin'
      ? [
          {
            key: 'tickets',
            text: t('palette.openTickets'),
            icon: <TicketX aria-hidden />,
            run: () => goTo('/admin/tickets'),
          },
        ]
      : []),
    { key: 'settings', text: t('palette.openSettings'), icon: <Settings aria-hidden />, run: () => goTo('/settings') },
    { key: 'keys', text: t('palette.showShortcuts'), icon: <Keyboard aria-hidden />, run: openShortcuts },
    ...themes.map(([theme, text]) => ({
      key: theme,
      text,
      icon: <SunMoon aria-hidden />,
      run: () => setTheme(theme),
    })),
    {
      key: 'language',
      text: t('palette.language', { language: t(`settings.languages.${otherLocale}`) }),
      icon: <Languages aria-hidden />,
      run: () => switchLocale(otherLocale),
    },
    { key: 'out', text: t('auth.signOut'), icon: <LogOut aria-hidden />, run: () => void signOut() },
  ];
};

/** Jumps to any conversation, person or command by typing. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('palette');
  const me = useMe();
  const openDirect = useOpenDirect();
  const [query, setQuery] = useState('');
  /** What the person went to; without it the first entry is selected, also when people are found after the commands. */
  const [chosen, setChosen] = useState<string>();
  const isEmpty = query.trim() === '';
  const { people, answered } = usePeopleSearch(query, !isEmpty);
  const found = isEmpty ? [] : (people ?? []).filter(({ id }) => id !== me.id);
  const matching = (entries: readonly Entry[]) => {
    const words = query.toLowerCase().split(/\s+/);
    return entries.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word))).slice(0, shown);
  };
  const groups = [
    { name: t('conversations'), entries: matching(useConversationEntries()) },
    {
      name: t('people'),
      entries: found.map((person) => ({
        key: `person-${person.id}`,
        text: person.name,
        icon: <Avatar {...person} size="sm" />,
        run: () => void openDirect(person.id),
      })),
    },
    { name: t('commands'), entries: matching(useCommands()) },
  ];
  const first = groups.flatMap(({ entries }) => entries)[0]?.key ?? '';
  const type = (text: string) => {
    setQuery(text);
    setChosen(undefined);
  };
  const run = (entry: Entry) => {
    // First closed, then run: an entry may open the next dialog.
    onClose();
    entry.run();
  };
  return (
    <Dialog title={t('title')} bare onClose={onClose}>
      <Command
        label={t('title')}
        loop
        shouldFilter={false}
        value={chosen ?? first}
        onValueChange={(key) => setChosen(key === first ? undefined : key)}
        className="flex min-h-0 flex-col"
      >
        <Command.Input
          autoFocus
          value={query}
          onValueChange={type}
          placeholder={t('placeholder')}
          className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
        />
        <Command.List
          label={t('title')}
          className="h-96 max-h-[60vh] overflow-y-auto p-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:text-sm"
        >
          <Command.Empty className="p-4 text-center text-soft">{answered || isEmpty ? t('none') : null}</Command.Empty>
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
                    <span className="truncate">{entry.text}</span>
                  </Command.Item>
                ))}
              </Command.Group>
            ),
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}
