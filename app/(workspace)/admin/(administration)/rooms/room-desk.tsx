'use client';

import { Hash } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { RoomState } from '../../../../../protocol/index.ts';
import { FilterChip } from '../../../../_ui/filter-chip.tsx';
import { Select } from '../../../../_ui/select.tsx';
import { FindField } from '../find-field.tsx';
import { PagedList } from '../paged-list.tsx';
import { useFilterAddress } from './filter-address.ts';
import { RoomRow } from './room-row.tsx';
import { useRooms } from './use-rooms.ts';

const longestQuery = 100;

/** All rooms there are, whoever is in them: what they are called and how they stand, not what is written in them. */
export const RoomDesk = () => {
  const t = useTranslations('rooms');
  const { filter, setFilter } = useFilterAddress();
  const { pages, update } = useRooms(filter);
  const { query = '', state } = filter;
  const isFiltered = Object.keys(filter).length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <h1 className="font-semibold text-2xl">{t('title')}</h1>
        <p className="text-soft">{t('hint')}</p>
        <search aria-label={t('filters')} className="flex flex-wrap items-center gap-2">
          <FindField
            label={t('find')}
            value={query}
            most={longestQuery}
            onChange={(text) => setFilter({ query: text })}
          />
          {state === undefined ? (
            <Select
              label={t('filterBy')}
              placeholder={t('state')}
              options={RoomState.options.map((value) => ({ value, label: t(`states.${value}`) }))}
              onChange={(value) => setFilter({ state: value })}
            />
          ) : (
            <FilterChip
              field={t('state')}
              value={t(`states.${state}`)}
              label={t('removeFilter', { value: t(`states.${state}`) })}
              onRemove={() => setFilter({ state: null })}
            />
          )}
        </search>
        <PagedList
          label={t('title')}
          pages={pages}
          row={(room) => <RoomRow key={room.id} room={room} update={update} />}
          none={{ icon: <Hash aria-hidden />, title: t(isFiltered ? 'noneFound' : 'none') }}
          onClear={isFiltered ? () => setFilter({ query: null, state: null }) : undefined}
        />
      </div>
    </main>
  );
};
