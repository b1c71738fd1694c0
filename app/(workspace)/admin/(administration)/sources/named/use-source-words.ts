'use client';

import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Where a source is, in one line. */
const placeOf = ({ kind, place }: NamedSource): string => {
  if (kind === 'kafka') {
    const brokers = Array.isArray(place.brokers) ? place.brokers.map(String) : [];
    return [textOf(place.topic), ...brokers].join(' · ');
  }
  if (kind === 'rabbitmq') return [textOf(place.queue), textOf(place.url)].join(' · ');
  if (kind === 'redis-stream')
    return [textOf(place.stream), textOf(place.url)].filter((part) => part !== '').join(' · ');
  return '';
};

/** What a source is, and how it is doing, in words. */
export const useSourceWords = () => {
  const t = useTranslations('namedSources');
  const problemsOf = ({ problem, workers, paused }: NamedSource): string[] => [
    ...(problem === null ? [] : [problem]),
    ...(paused
      ? []
      : workers.flatMap((worker) => (worker.problem === null ? [] : [`${worker.instance}: ${worker.problem}`]))),
  ];
  const stateOf = ({ paused, kind, workers }: NamedSource): string => {
    if (paused) return t('states.paused');
    if (kind === 'http') return t('states.ready');
    if (workers.length === 0) return t('states.unread');
    return workers.map(({ state, instance }) => t('onInstance', { state: t(`states.${state}`), instance })).join(' · ');
  };
  const linesOf = (source: NamedSource): string[] => [
    [
      source.setting === null ? t(`kinds.${source.kind}`) : '',
      placeOf(source),
      source.mapping === null ? '' : t('mapped'),
    ]
      .filter((part) => part !== '')
      .join(' · '),
    source.setting === null ? '' : t('ofSettings', { variable: source.setting }),
  ];
  return { problemsOf, stateOf, linesOf };
};
