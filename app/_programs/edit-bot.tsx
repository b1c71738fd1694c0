'use client';

import { useTranslations } from 'use-intl';
import { type Bot, limits } from '../../protocol/index.ts';
import { personName } from '../../protocol/names.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useNameProblems } from '../_people/name-problem.ts';
import { PictureField } from '../_pictures/picture-field.tsx';
import { Avatar } from '../_ui/avatar.tsx';
import { Button } from '../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../_ui/dialog.tsx';
import { useErrorText } from '../_ui/error-text.ts';
import { SavedField } from '../_ui/saved-field.tsx';
import { useSavedPart } from './use-saved-part.ts';

type EditBotProps = { bot: Bot; onChange: () => void; onClose: () => void };

/** How a bot is shown to others: each part is saved at once. */
export default function EditBot({ bot, onChange, onClose }: EditBotProps) {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  const problemOf = useNameProblems(personName, limits.personName);
  const { isSaved, error, save } = useSavedPart(onChange);
  const setPicture = async (picture: string | null) => {
    const answer = await live.request('bot:update', { botId: bot.id, picture });
    if (answer.ok) onChange();
    return answer.ok ? undefined : errorText(answer.error);
  };
  return (
    <Dialog title={t('programs.editBot', { name: bot.name })} onClose={onClose}>
      <DialogBody>
        <PictureField label={t('programs.botPicture')} hasPicture={bot.image !== null} onPicture={setPicture}>
          <Avatar id={bot.id} name={bot.name} image={bot.image} size="xl" />
        </PictureField>
        <SavedField
          label={t('programs.botName')}
          autoComplete="off"
          most={limits.personName}
          saved={bot.name}
          isSaved={isSaved}
          error={error}
          problemOf={(name) => (name === '' ? t('programs.nameMissing') : problemOf(name))}
          onSave={(name) => save(() => live.request('bot:update', { botId: bot.id, name }))}
        />
      </DialogBody>
      <DialogFooter>
        <Button kind="primary" onClick={onClose}>
          {t('actions.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
