'use client';

import { useTranslations } from 'use-intl';
import type { ClusterInstance, SourceAlarm, SourceState } from '../../../../../protocol/index.ts';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { type Health, Part } from './signs.tsx';
import { Tile, Tiles } from './tiles.tsx';
import { useSystemNames } from './use-system-names.ts';
import { useUnits } from './use-units.ts';

type SourcesProps = { instances: readonly ClusterInstance[]; alarms: readonly SourceAlarm[] };

const healthOf = ({ state, problem }: SourceState, alarm: SourceAlarm | undefined): Health => {
  if (alarm !== undefined) return alarm.kind === 'stalled' ? 'danger' : 'warning';
  return state === 'consuming' ? 'well' : problem === null ? 'still' : 'warning';
};

/** Where ticket events are read from, and by which instances. */
export const Sources = ({ instances, alarms }: SourcesProps) => {
  const t = useTranslations('system');
  const nameOf = useSystemNames();
  const units = useUnits();
  const all = instances.flatMap(({ id, name, sources }) => sources.map((source) => ({ ...source, id, by: name })));
  const sourceName = useSourceNames(
    all.map(({ name }) => name),
    (source) => nameOf('source', source),
  );
  const rate = instances.reduce((sum, { tickets }) => sum + tickets, 0);
  return (
    <Part title={t('sources')} hint={t('ticketsPerSecond', { rate: units.count(rate) })}>
      {all.length === 0 ? (
        <p className="text-soft">{t('noSources')}</p>
      ) : (
        <Tiles label={t('sources')}>
          {all.map(({ id, by, ...source }) => {
            const { name, state, problem } = source;
            const alarm = alarms.find((one) => one.source === name);
            const said = alarm === undefined ? problem : t(`sourceAlarm.${alarm.kind}`);
            return (
              <Tile key={`${id} ${name}`} health={healthOf(source, alarm)} title={sourceName(name)} aside={by}>
                <p className="wrap-anywhere text-soft text-sm">{said ?? t(`sourceState.${state}`)}</p>
              </Tile>
            );
          })}
        </Tiles>
      )}
    </Part>
  );
};
