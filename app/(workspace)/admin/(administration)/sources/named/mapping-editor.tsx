'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';
import { limits } from '../../../../../../protocol/limits.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { Button } from '../../../../../_ui/button.tsx';
import { renewal } from '../../../../../_ui/renewal.ts';
import { Saved } from '../../../../../_ui/saved.tsx';
import { TextArea } from './text-area.tsx';
import { TrialReport } from './trial-report.tsx';
import { useRefusalText } from './use-refusal-text.ts';
import { mappingOf, usePastTrial, useSample } from './use-trial.ts';

type MappingEditorProps = { source: NamedSource; onChange: () => Promise<void> };

/** An expression while it is being written: it begins with what holds, and holds only when it is saved. */
const useMapping = ({ source, onChange }: MappingEditorProps) => {
  const live = useLive();
  const refusalText = useRefusalText();
  const [draft, setDraft] = useState<{ expression: string; version: number } | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const isChanged = draft !== null;
  // What is typed here is not loaded away.
  useEffect(() => renewal.keep(() => isChanged), [isChanged]);
  const expression = draft?.expression ?? source.mapping ?? '';
  const change = (next: string) => {
    setSaved(false);
    setRefusal(undefined);
    setDraft({ expression: next, version: draft?.version ?? source.version });
  };
  const save = async () => {
    const version = draft?.version ?? source.version;
    const answer = await live.request('source:update', { key: source.key, version, mapping: mappingOf(expression) });
    setSaved(answer.ok);
    setRefusal(answer.ok ? undefined : refusalText(answer.error));
    await onChange();
    if (answer.ok) setDraft(null);
    // What was typed is kept: saved once more, it takes the place of what somebody else saved meanwhile, knowingly.
    else if (answer.error.data?.reason === 'changed') setDraft((now) => now && { ...now, version: version + 1 });
  };
  return { expression, change, save, isChanged, isSaved, refusal };
};

const Result = ({ expression, sample }: { expression: string; sample: string }) => {
  const t = useTranslations('namedSources');
  const mapped = useSample(expression, sample);
  const words = sample.trim() === '' ? t('noResult') : t('trying');
  return (
    <section aria-label={t('result')} aria-live="polite" className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium text-sm">{t('result')}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={`wrap-anywhere max-h-80 min-h-24 overflow-y-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm ${mapped?.error ? 'text-danger-ink' : ''}`}
      >
        {mapped === null ? words : (mapped.error ?? mapped.result)}
      </pre>
    </section>
  );
};

/** What makes tickets of whatever comes: written here, tried on a sample and on the latest events, and then saved. */
export const MappingEditor = ({ source, onChange }: MappingEditorProps) => {
  const t = useTranslations('namedSources');
  const { expression, change, save, isChanged, isSaved, refusal } = useMapping({ source, onChange });
  const [sample, setSample] = useState('');
  const { trial, error, busy, run, forget } = usePastTrial(source.key);
  const write = (next: string) => {
    forget();
    change(next);
  };
  return (
    <section aria-label={t('mapping')} className="flex flex-col gap-4 border-t pt-5">
      <div>
        <h2 className="font-semibold text-lg">{t('mapping')}</h2>
        <p className="text-soft">{t('mappingHint')}</p>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextArea
          label={t('expression')}
          error={refusal}
          rows={18}
          most={limits.mapping}
          value={expression}
          onChange={write}
        />
        <div className="flex min-w-0 flex-col gap-4">
          <TextArea
            label={t('sample')}
            hint={t('sampleHint')}
            rows={7}
            most={limits.ticketEventBytes}
            value={sample}
            onChange={setSample}
          />
          <Result expression={expression} sample={sample} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" onClick={() => void save()}>
          {t('saveMapping')}
        </Button>
        <Button aria-disabled={busy} onClick={() => void run(expression)}>
          {t(busy ? 'trying' : 'tryPast')}
        </Button>
        {isChanged ? <span className="text-soft text-sm">{t('unsaved')}</span> : <Saved is={isSaved} />}
      </div>
      <p role="alert" className="wrap-anywhere text-danger-ink empty:hidden">
        {error}
      </p>
      {trial === null ? null : <TrialReport trial={trial} sourceKey={source.key} onUse={setSample} />}
    </section>
  );
};
