'use client';

import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import Confirm from '../../_ui/confirm.tsx';
import { useMoments, useNow } from '../../_ui/moments.ts';
import { toast } from '../../_ui/toast.ts';
import { Group } from './group.tsx';
import { ListState } from './list-state.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';
import { useAccountList, useAccountRequest } from './use-account.ts';

type State = { on: { since: string; recovery: number } | null };

/** What `data` of our routes is in, as better-auth's client hands it on. */
type Ours<T> = { data: T };

const read = async () => {
  const { data, error } = await auth.$fetch<Ours<State['on']>>('/second-factor');
  return { data: data === null ? null : { on: data.data }, error };
};

const ask = <T,>(path: string) => auth.$fetch<Ours<T>>(`/second-factor/${path}`, { method: 'POST', body: {} });

/** A second step when signing in: codes that a telephone shows. */
export const SecondFactor = () => {
  const t = useTranslations('security');
  const moments = useMoments();
  const now = useNow('minute');
  const state = useAccountList<State>(read);
  const { busy, send } = useAccountRequest();
  const [begun, setBegun] = useState<{ address: string; key: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [isEnding, setEnding] = useState(false);
  const begin = async () => {
    const answer = await send(() => ask<{ address: string; key: string }>('begin'));
    if (answer.ok && answer.data) setBegun(answer.data.data);
  };
  const turnedOn = async (made: string[]) => {
    setBegun(null);
    setCodes(made);
    await state.load();
  };
  const renew = async () => {
    const answer = await send(() => ask<{ codes: string[] }>('recovery'));
    if (answer.ok && answer.data) await turnedOn(answer.data.data.codes);
  };
  const end = async () => {
    const answer = await send(() => ask<null>('turn-off'));
    if (!answer.ok) return;
    setCodes(null);
    toast.success(t('turnedOff'));
    await state.load();
  };
  const on = state.status === 'ready' ? state.data.on : null;
  return (
    <Group id="second-step" title={t('secondStep')} hint={t('secondStepHint')}>
      {codes ? <RecoveryCodes codes={codes} onDone={() => setCodes(null)} /> : null}
      {state.status !== 'ready' ? (
        <ListState status={state.status} onRetry={() => void state.load()} />
      ) : on ? (
        <div className="flex flex-col gap-3">
          <p className="flex items-center gap-2">
            <ShieldCheck className="size-5 shrink-0 text-success-ink" aria-hidden />
            {t('isOn', { time: moments.ago(Date.parse(on.since), now) })} {t('recoveryLeft', { count: on.recovery })}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button disabled={busy} onClick={() => void renew()}>
              {t('newRecovery')}
            </Button>
            <Button disabled={busy} onClick={() => setEnding(true)}>
              {t('turnOff')}
            </Button>
          </div>
        </div>
      ) : begun ? (
        <SecondFactorForm
          address={begun.address}
          secret={begun.key}
          onTurnedOn={(made) => void turnedOn(made)}
          onCancel={() => setBegun(null)}
        />
      ) : (
        <Button className="w-fit" disabled={busy} onClick={() => void begin()}>
          {t('setUp')}
        </Button>
      )}
      {isEnding ? (
        <Confirm
          title={t('turnOffTitle')}
          hint={t('turnOffHint')}
          action={t('turnOff')}
          onConfirm={() => void end()}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </Group>
  );
};
