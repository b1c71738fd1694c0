'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Conversation } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { personalName } from '../../../_live/core/storage/personal.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { focusComposer } from '../../../_ui/focus.ts';
import { toast } from '../../../_ui/toast.ts';
import { Chooser, matching } from '../../_frame/chooser.tsx';
import { useConversationEntries, usePersonEntries } from '../../_frame/chooser-entries.tsx';
import { pathOfConversation, useGoTo } from '../../navigation.tsx';
import { draftShelf } from '../_composer/draft-shelf.ts';
import type { Written } from '../_message-text/written.ts';
import { carried } from './carried.ts';

type ElsewhereDialogProps = {
  title: string;
  written: Written;
  /** The conversation that it was written for; null when it comes from outside. */
  from: string | null;
  /** Called when it stands in another composer: only now may it be given up where it was. */
  onCarried: () => void;
  onClose: () => void;
};

type Target = Pick<Conversation, 'id' | 'memberIds'>;

// Dialogs that close give the focus back a moment later, to where it was before them.
const afterDialogs = (then: () => void) => requestAnimationFrame(() => requestAnimationFrame(then));

const useCarry = ({ written, onCarried }: ElsewhereDialogProps) => {
  const me = useMe();
  const live = useLive();
  const goTo = useGoTo();
  const errorText = useErrorText();
  const carry = ({ id, memberIds }: Target) => {
    const name = personalName('draft', me.id, id);
    draftShelf.put(name, carried(written, draftShelf.get(name), memberIds));
    goTo(pathOfConversation(id));
    onCarried();
    afterDialogs(() => focusComposer(null));
  };
  const carryTo = async (memberId: string) => {
    const answer = await live.request('conversation:create', { kind: 'direct', memberId });
    if (answer.ok) carry(answer.data);
    else toast.error(errorText(answer.error));
  };
  return { carry, carryTo };
};

/** Chooses the conversation in whose composer a text shall stand. */
export default function ElsewhereDialog(props: ElsewhereDialogProps) {
  const t = useTranslations();
  const { title, from, onClose } = props;
  const [query, setQuery] = useState('');
  const { carry, carryTo } = useCarry(props);
  const conversations = useConversationEntries(carry, ({ id, archivedAt }) => id !== from && archivedAt === null);
  const people = usePersonEntries(query, (id) => void carryTo(id));
  return (
    <Chooser
      title={title}
      placeholder={t('palette.elsewherePlaceholder')}
      query={query}
      onQuery={setQuery}
      groups={[
        { name: t('palette.conversations'), entries: matching(conversations, query) },
        { name: t('palette.people'), entries: people.entries },
      ]}
      nothing={people.answered ? t(query.trim() === '' ? 'palette.elsewhereNone' : 'palette.none') : null}
      onClose={onClose}
    />
  );
}
