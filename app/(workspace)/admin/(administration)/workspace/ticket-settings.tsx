'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { lengthOf } from '../../../../../protocol/length.ts';
import { limits } from '../../../../../protocol/limits.ts';
import { useOutcomeWords } from '../../../../_tickets/outcome-words.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Field } from '../../../../_ui/field.tsx';
import { IconButton } from '../../../../_ui/icon-button.tsx';
import { SavedField } from '../../../../_ui/saved-field.tsx';
import { Setting } from './setting.tsx';
import { type TicketRules, useTicketRules } from './use-ticket-rules.ts';

type Outcome = NonNullable<TicketRules['rules']>['outcomes'][number];

/** A code of its own, made of the name as far as that has letters a code may have. */
const codeFor = (name: string, taken: readonly Outcome[]): string => {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 30);
  const base = words === '' ? 'outcome' : words;
  const codes = new Set(taken.map(({ code }) => code));
  let code = base;
  for (let number = 2; codes.has(code); number += 1) code = `${base}-${number}`;
  return code;
};

const NewOutcome = ({ rules: { rules, save } }: { rules: TicketRules }) => {
  const t = useTranslations('workspace');
  const [name, setName] = useState('');
  const outcomes = rules?.outcomes ?? [];
  const isFull = outcomes.length >= limits.ticketOutcomes;
  const text = name.trim();
  const add = async () => {
    if (text === '' || lengthOf(text) > limits.ticketOutcomeName || isFull) return;
    const next = [...outcomes, { code: codeFor(text, outcomes), name: text }];
    if (await save('outcomes', { outcomes: next })) setName('');
  };
  if (isFull) return <p className="text-soft">{t('outcomesFull', { most: limits.ticketOutcomes })}</p>;
  return (
    <form
      noValidate
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t('outcomeNew')}
        value={name}
        most={limits.ticketOutcomeName}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit">
        <Plus aria-hidden /> {t('outcomeAdd')}
      </Button>
    </form>
  );
};

const Outcomes = ({ rules }: { rules: TicketRules }) => {
  const t = useTranslations('workspace');
  const words = useOutcomeWords();
  const outcomes = rules.rules?.outcomes ?? [];
  const without = (code: string) => outcomes.filter((one) => one.code !== code);
  return (
    <Setting
      title={t('outcomes')}
      hint={t('outcomesHint')}
      error={rules.errorAt('outcomes')}
      isSaved={rules.isSaved('outcomes')}
    >
      <ul aria-label={t('outcomes')} className="flex w-full max-w-90 flex-col">
        {outcomes.map((outcome) => (
          <li key={outcome.code} className="flex min-h-9 items-center justify-between gap-3">
            <bdi className="wrap-anywhere min-w-0">{words(outcome)}</bdi>
            {outcomes.length > 1 ? (
              <IconButton
                label={t('outcomeRemove', { name: words(outcome) })}
                size="icon-sm"
                onClick={() => void rules.save('outcomes', { outcomes: without(outcome.code) })}
              >
                <X />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      <NewOutcome rules={rules} />
      <Button kind="link" size="inline" onClick={() => void rules.save('outcomes', { outcomes: null })}>
        {t('outcomesReset')}
      </Button>
    </Setting>
  );
};

const Acknowledgement = ({ rules }: { rules: TicketRules }) => {
  const t = useTranslations('workspace');
  const hours = rules.rules?.acknowledgeHours ?? null;
  const numberOf = (text: string): number | null => (text === '' ? null : Number(text));
  const problemOf = (text: string): string | undefined => {
    const wanted = numberOf(text.trim());
    const fits =
      wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= limits.ticketAcknowledgeHours);
    return fits ? undefined : t('acknowledgeHoursWrong', { most: limits.ticketAcknowledgeHours });
  };
  return (
    <div className="max-w-90">
      <SavedField
        label={t('acknowledgeHours')}
        hint={t('acknowledgeHoursHint')}
        most={5}
        inputMode="numeric"
        autoComplete="off"
        saved={hours === null ? '' : String(hours)}
        isSaved={rules.isSaved('acknowledgeHours')}
        error={rules.errorAt('acknowledgeHours')}
        problemOf={problemOf}
        onSave={(text) => rules.save('acknowledgeHours', { acknowledgeHours: numberOf(text.trim()) })}
      />
    </div>
  );
};

/** What admins decide about rejected tickets. */
export const TicketSettings = () => {
  const rules = useTicketRules();
  if (rules.rules === null) return null;
  return (
    <>
      <Outcomes rules={rules} />
      <Acknowledgement rules={rules} />
    </>
  );
};
