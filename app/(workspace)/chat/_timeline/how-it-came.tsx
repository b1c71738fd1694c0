'use client';

import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Result, TraceGetData } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { Dialog, DialogBody } from '../../../_ui/dialog.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { clockLocale } from '../../../_ui/moments.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { type Step, stepsOf } from './way-steps.ts';

type Answer = { trace: Result<TraceGetData>; arrived: number | null };

const useWay = (conversationId: string, messageId: string): Answer | null => {
  const live = useLive();
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let current = true;
    const { logs, arrivals } = live.store.getState();
    const version = logs[conversationId]?.window?.messages.find(({ id }) => id === messageId)?.version ?? 0;
    const holds = (one: (typeof arrivals)[number]) =>
      one.conversationId === conversationId && one.after < version && version <= one.version;
    const arrived = arrivals.find(holds)?.at ?? null;
    void live.request('trace:get', { messageId }).then((trace) => current && setAnswer({ trace, arrived }));
    return () => {
      current = false;
    };
  }, [live, conversationId, messageId]);
  return answer;
};

/** Times to the thousandth, and how much later than the first. */
const useClock = () => {
  const locale = useLocale();
  const clock = new Intl.DateTimeFormat(clockLocale(locale), { timeStyle: 'medium' });
  const millisecond = new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' });
  return { time: (at: number) => clock.format(at), span: (ms: number) => millisecond.format(ms) };
};

const Steps = ({ steps }: { steps: readonly Step[] }) => {
  const t = useTranslations('message.way');
  const clock = useClock();
  const start = steps[0]?.at ?? 0;
  return (
    <ol className="flex flex-col">
      {steps.map(({ kind, instance, at, count }, place) => (
        <li
          key={`${kind} ${instance}`}
          className="relative grid grid-cols-[12px_minmax(0,1fr)_auto] items-baseline gap-x-3 pb-4 last:pb-0"
        >
          <span aria-hidden className="size-2.5 translate-y-px rounded-full bg-accent" />
          {place < steps.length - 1 ? (
            <span aria-hidden className="absolute top-4 bottom-0 left-1 w-0.5 bg-line" />
          ) : null}
          <span className="wrap-anywhere">{t(kind, { instance, count, others: count - 1 })}</span>
          <time
            dateTime={new Date(at).toISOString()}
            title={clock.time(at)}
            className="text-right text-soft text-sm tabular-nums"
          >
            {place === 0 ? clock.time(at) : t('later', { span: clock.span(at - start) })}
          </time>
        </li>
      ))}
    </ol>
  );
};

const Trace = ({ trace, arrived }: { trace: TraceGetData; arrived: number | null }) => {
  const t = useTranslations('message.way');
  const notes = [
    ...(trace.accepted ? [] : [t('forgotten')]),
    ...(trace.complete ? [] : [t('incomplete')]),
    ...(arrived === null ? [t('notHere')] : []),
  ];
  return (
    <>
      <Steps steps={stepsOf(trace, arrived)} />
      {notes.map((note) => (
        <p key={note} className="text-soft text-sm">
          {note}
        </p>
      ))}
    </>
  );
};

type HowItCameProps = { conversationId: string; messageId: string; onClose: () => void };

/** The way of one message, from whoever took part in it. */
export default function HowItCame({ conversationId, messageId, onClose }: HowItCameProps) {
  const t = useTranslations('message.way');
  const errorText = useErrorText();
  const answer = useWay(conversationId, messageId);
  const trace = answer?.trace.ok ? answer.trace.data : null;
  const isChange = trace?.accepted?.began === null;
  return (
    <Dialog title={t('open')} lead={isChange ? t('changed') : t('lead')} onClose={onClose}>
      <DialogBody>
        {answer === null ? <Skeleton className="h-24 w-full" /> : null}
        {answer && !answer.trace.ok ? <p>{errorText(answer.trace.error)}</p> : null}
        {answer && trace ? <Trace trace={trace} arrived={answer.arrived} /> : null}
      </DialogBody>
    </Dialog>
  );
}
