'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../../../protocol/limits.ts';
import { Button } from '../../../../../_ui/button.tsx';
import type { Trial } from './use-trial.ts';

const Text = ({ label, text }: { label: string; text: string }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <span className="text-faint text-sm">{label}</span>
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="wrap-anywhere max-h-60 overflow-y-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm"
    >
      {text}
    </pre>
  </div>
);

type ExampleProps = { example: Trial['examples'][number]; onUse: (event: string) => void };

const Example = ({ example, onUse }: ExampleProps) => {
  const t = useTranslations('namedSources');
  const { outcome, ticketId, event, result, error } = example;
  return (
    <li className="flex flex-col gap-2 border-b p-3 last:border-0">
      <p className="wrap-anywhere text-sm">
        <bdi className="font-medium">{ticketId === null ? t('deadLetter') : t('ofTicket', { id: ticketId })}</bdi>
        {' · '}
        {t(`outcomes.${outcome}`)}
      </p>
      <div className="grid gap-2 sm:grid-cols-2">
        <Text label={t('sample')} text={event} />
        <Text label={t('becomes')} text={error ?? result ?? ''} />
      </div>
      {event.length < limits.mappingExample ? (
        <Button size="sm" className="self-start" onClick={() => onUse(event)}>
          {t('useSample')}
        </Button>
      ) : null}
    </li>
  );
};

type TrialReportProps = {
  trial: Trial;
  sourceKey: string;
  /** Takes an event for the sample. */
  onUse: (event: string) => void;
};

/** What would become of the latest events of a source, with some of those that are not the same as before. */
export const TrialReport = ({ trial, sourceKey, onUse }: TrialReportProps) => {
  const t = useTranslations('namedSources');
  const { tried, same, differs, fails, mended, complete, examples } = trial;
  return (
    <section aria-label={t('trial')} className="flex flex-col gap-2">
      <h3 className="font-medium">{t('trial')}</h3>
      <p role="status">{tried === 0 ? t('trialNone') : t('trialSums', { tried, same, differs, fails, mended })}</p>
      {complete ? null : <p className="text-soft text-sm">{t('trialCut')}</p>}
      {examples.length === 0 ? null : (
        <>
          <p className="text-faint text-sm">{t('trialHeaders')}</p>
          <ul className="rounded-lg border">
            {examples.map((example, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they come together, and none has a name of its own
              <Example key={place} example={example} onUse={onUse} />
            ))}
          </ul>
        </>
      )}
      {mended === 0 ? null : (
        <Link
          href={`/admin/dead-letters?source=${encodeURIComponent(sourceKey)}`}
          className="self-start text-accent-ink text-sm underline"
        >
          {t('toLetters')}
        </Link>
      )}
    </section>
  );
};
