'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Hook, HookDelivery } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';
import { Button } from '../_ui/button.tsx';
import { Dialog, DialogBody } from '../_ui/dialog.tsx';
import { toast } from '../_ui/toast.ts';
import { When } from '../_ui/when.tsx';
import { ProgramList } from './parts.tsx';
import { useDeed } from './use-programs.ts';

type Shown = { deliveries: readonly HookDelivery[]; complete: boolean };

const Delivery = ({ delivery, onAgain }: { delivery: HookDelivery; onAgain: () => void }) => {
  const t = useTranslations('programs');
  const { delivered, status, error, attempts, milliseconds, triedAt } = delivery;
  return (
    <li className="flex items-center gap-3 border-b px-3 py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <div className={delivered ? 'font-medium' : 'font-medium text-danger-ink'}>
          {delivered ? t('delivered') : t('notDelivered')}
        </div>
        <div className="wrap-anywhere text-soft text-sm">
          <When at={triedAt} /> · {t('attempts', { count: attempts })} · {t('took', { milliseconds })}
          {status === null ? null : ` · ${t('status', { status: String(status) })}`}
          {error === null ? null : ` · ${error}`}
        </div>
      </div>
      <Button size="sm" onClick={onAgain}>
        {t('sendAgain')}
      </Button>
    </li>
  );
};

/** What an outgoing webhook has sent, and what was answered. */
export default function Deliveries({ hook, onClose }: { hook: Hook; onClose: () => void }) {
  const t = useTranslations();
  const live = useLive();
  const { deed } = useDeed();
  const [shown, setShown] = useState<Shown | 'loading' | 'error'>('loading');
  const load = useCallback(
    async (before?: string) => {
      const answer = await live.request('hook:deliveries', { hookId: hook.id, ...(before && { before }) });
      setShown((known) => {
        if (!answer.ok) return 'error';
        const earlier = before && typeof known === 'object' ? known.deliveries : [];
        return { deliveries: [...earlier, ...answer.data.deliveries], complete: answer.data.complete };
      });
    },
    [live, hook.id],
  );
  useEffect(() => void load(), [load]);
  const again = async (deliveryId: string) => {
    const asked = await deed(() => live.request('hook:resend', { hookId: hook.id, deliveryId }));
    if (asked) toast.success(t('programs.sentAgain'));
  };
  const deliveries = typeof shown === 'object' ? shown.deliveries : [];
  return (
    <Dialog title={t('programs.deliveriesOf', { name: hook.name })} lead={hook.url ?? ''} onClose={onClose}>
      <DialogBody>
        <ProgramList
          label={t('programs.deliveries')}
          status={typeof shown === 'string' ? shown : 'ready'}
          none={t('programs.noDeliveries')}
          onRetry={() => void load()}
        >
          {deliveries.map((delivery) => (
            <Delivery key={delivery.id} delivery={delivery} onAgain={() => void again(delivery.id)} />
          ))}
        </ProgramList>
        <div className="flex gap-2">
          <Button onClick={() => void load()}>{t('programs.renew')}</Button>
          {typeof shown === 'object' && !shown.complete ? (
            <Button onClick={() => void load(deliveries.at(-1)?.id)}>{t('actions.loadMore')}</Button>
          ) : null}
        </div>
      </DialogBody>
    </Dialog>
  );
}
