'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PayloadInput } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { statusText } from '../../../protocol/names.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { useNameProblem } from '../../_people/name-problem.ts';
import { Button } from '../../_ui/button.tsx';
import { cn } from '../../_ui/class-names.ts';
import { Dialog, DialogBody, DialogFooter } from '../../_ui/dialog.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { Field, isTooLong } from '../../_ui/field.tsx';
import { Select } from '../../_ui/select.tsx';
import { type Ending, endings, endOf } from './endings.ts';

const emojis = ['💬', '🗓️', '🎧', '🎯', '🏠', '🚌', '☕', '🍜', '🤒', '🌴', '✈️', '🎉'] as const;
const presets = [
  { key: 'meeting', emoji: '🗓️', ending: 'hour' },
  { key: 'lunch', emoji: '🍜', ending: 'hour' },
  { key: 'remote', emoji: '🏠', ending: 'today' },
  { key: 'sick', emoji: '🤒', ending: 'today' },
  { key: 'holiday', emoji: '🌴', ending: 'never' },
] as const satisfies readonly { key: string; emoji: string; ending: Ending }[];

type Status = PayloadInput<'profile:update'>['status'];

const useSaving = (onClose: () => void) => {
  const live = useLive();
  const errorText = useErrorText();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async (status: Status) => {
    if (busy) return;
    setBusy(true);
    const answer = await live.request('profile:update', { status });
    setBusy(false);
    if (answer.ok) onClose();
    else setProblem(errorText(answer.error));
  };
  return { problem, save };
};

const EmojiChoice = ({ value, onChange }: { value: string; onChange: (emoji: string) => void }) => {
  const t = useTranslations('frame.status');
  return (
    <fieldset aria-label={t('emoji')} className="flex flex-wrap gap-1">
      {emojis.map((emoji) => (
        <label
          key={emoji}
          className={cn(
            'grid size-9 cursor-pointer place-items-center rounded-md text-lg hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent-ink',
            emoji === value && 'bg-accent-wash',
          )}
        >
          <input
            type="radio"
            name="status-emoji"
            className="sr-only"
            checked={emoji === value}
            onChange={() => onChange(emoji)}
          />
          {emoji}
        </label>
      ))}
    </fieldset>
  );
};

/** Says what one is up to, and until when. */
export default function StatusDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const { status } = useMe();
  const { problem, save } = useSaving(onClose);
  const [emoji, setEmoji] = useState<string>(status?.emoji ?? emojis[0]);
  const [text, setText] = useState(status?.text ?? '');
  const [ending, setEnding] = useState<Ending>('never');
  const textProblem = useNameProblem(statusText, limits.statusText, text);
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (isTooLong(event) || textProblem) return;
    void save({ emoji, text: text.trim(), until: endOf(ending, Date.now()) });
  };
  const take = (preset: (typeof presets)[number]) => {
    setEmoji(preset.emoji);
    setText(t(`frame.status.presets.${preset.key}`));
    setEnding(preset.ending);
  };
  return (
    <Dialog title={t('frame.status.title')} lead={t('frame.status.lead')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          <EmojiChoice value={emoji} onChange={setEmoji} />
          <Field
            label={t('frame.status.text')}
            autoFocus
            autoComplete="off"
            most={limits.statusText}
            error={problem ?? textProblem}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="flex flex-wrap gap-2">
            {presets.map((preset) => (
              <Button key={preset.key} size="pill" onClick={() => take(preset)}>
                {preset.emoji} {t(`frame.status.presets.${preset.key}`)}
              </Button>
            ))}
          </div>
          <div className="flex items-center gap-3 text-sm">
            {t('frame.status.ends')}
            <Select
              label={t('frame.status.ends')}
              value={ending}
              options={endings.map((one) => ({ value: one, label: t(`frame.endings.${one}`) }))}
              onChange={(one) => setEnding(endings.find((known) => known === one) ?? 'never')}
            />
          </div>
        </DialogBody>
        <DialogFooter>
          {status ? <Button onClick={() => void save(null)}>{t('frame.status.clear')}</Button> : null}
          <Button type="submit" kind="primary">
            {t('actions.save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
