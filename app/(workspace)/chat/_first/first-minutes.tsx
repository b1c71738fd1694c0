'use client';

import { Sparkles } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../protocol/limits.ts';
import { type FirstStep, workspaceName } from '../../../../protocol/workspace.ts';
import { InviteButton } from '../../../_invitations/invite-button.tsx';
import { useLive } from '../../../_live/core/hooks.ts';
import { useWorkspace } from '../../../_live/workspace/hooks.ts';
import { useNameProblem } from '../../../_people/name-problem.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { Field, isTooLong } from '../../../_ui/field.tsx';
import { useGoTo } from '../../navigation.tsx';

/** Takes a step, or says why not. */
const useStep = (step: FirstStep) => {
  const live = useLive();
  const errorText = useErrorText();
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const take = async (first: () => ReturnType<typeof live.request> | null): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    const before = await first();
    const answer = before?.ok === false ? before : await live.request('workspace:update', { stepsDone: [step] });
    setBusy(false);
    setError(answer.ok ? undefined : errorText(answer.error));
    return answer.ok;
  };
  return { error, setError, take, skip: () => void take(() => null) };
};

type Step = ReturnType<typeof useStep>;

const Frame = ({ title, hint, step, children }: { title: string; hint: string; step: Step; children: ReactNode }) => {
  const t = useTranslations('firstMinutes');
  return (
    <li className="flex flex-col items-start gap-3 rounded-lg border bg-raised p-4">
      <div>
        <h3 className="font-semibold">{title}</h3>
        <p className="text-soft text-sm">{hint}</p>
      </div>
      <div className="flex w-full flex-wrap items-end gap-2">
        {children}
        <Button kind="ghost" aria-label={t('skipNamed', { step: title })} onClick={step.skip}>
          {t('skip')}
        </Button>
      </div>
      <p role="alert" className="text-danger-ink text-sm empty:hidden">
        {step.error}
      </p>
    </li>
  );
};

const NameStep = () => {
  const t = useTranslations();
  const live = useLive();
  const step = useStep('name');
  const [name, setName] = useState('');
  const problem = useNameProblem(workspaceName, limits.workspaceName, name);
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (name.trim() === '') return step.setError(t('firstMinutes.nameMissing'));
    if (isTooLong(event) || problem !== undefined) return;
    void step.take(() => live.request('workspace:update', { name: name.trim() }));
  };
  return (
    <Frame title={t('firstMinutes.name')} hint={t('firstMinutes.nameHint')} step={step}>
      <form onSubmit={submit} className="flex min-w-50 flex-1 items-end gap-2 [&>div]:flex-1">
        <Field
          label={t('firstMinutes.nameLabel')}
          error={problem}
          most={limits.workspaceName}
          autoComplete="organization"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" kind="primary">
          {t('actions.save')}
        </Button>
      </form>
    </Frame>
  );
};

const InviteStep = () => {
  const t = useTranslations('firstMinutes');
  const step = useStep('invite');
  return (
    <Frame title={t('invite')} hint={t('inviteHint')} step={step}>
      <InviteButton onClosed={(made) => made && step.skip()} />
    </Frame>
  );
};

const TicketStep = () => {
  const t = useTranslations('firstMinutes');
  const live = useLive();
  const goTo = useGoTo();
  const step = useStep('ticket');
  const attempt = async () => {
    if (await step.take(() => live.request('ticket:sample', {}))) goTo('/admin/tickets');
  };
  return (
    <Frame title={t('ticket')} hint={t('ticketHint')} step={step}>
      <Button onClick={() => void attempt()}>
        <Sparkles aria-hidden /> {t('ticketAction')}
      </Button>
    </Frame>
  );
};

const parts = { name: NameStep, invite: InviteStep, ticket: TicketStep } as const;

/** What an admin of a new installation does first. Each step can be skipped, and is gone for all admins when it is done. */
export default function FirstMinutes({ className = '' }: { className?: string }) {
  const t = useTranslations('firstMinutes');
  const steps = (useWorkspace()?.steps ?? []).filter((step) => step !== 'other');
  if (steps.length === 0) return null;
  return (
    <section aria-label={t('title')} className={className}>
      <h2 className="mb-3 font-semibold text-lg">{t('title')}</h2>
      <ol className="flex flex-col gap-3">
        {steps.map((step) => {
          const Part = parts[step];
          return <Part key={step} />;
        })}
      </ol>
    </section>
  );
}
