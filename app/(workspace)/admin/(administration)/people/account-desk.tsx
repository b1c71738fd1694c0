'use client';

import { UserX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Role } from '../../../../../protocol/index.ts';
import { limits } from '../../../../../protocol/limits.ts';
import { FilterChip } from '../../../../_ui/filter-chip.tsx';
import { Select } from '../../../../_ui/select.tsx';
import { FindField } from '../find-field.tsx';
import { PagedList } from '../paged-list.tsx';
import { AccountRow } from './account-row.tsx';
import { type AccountFilter, type FilterChange, useFilterAddress } from './filter-address.ts';
import { Removals, useRemovals } from './removals.tsx';
import { useAccounts } from './use-accounts.ts';

type FilterProps = { filter: AccountFilter; onChange: (change: FilterChange) => void };

const FilterBar = ({ filter, onChange }: FilterProps) => {
  const t = useTranslations('accounts');
  const { role, deactivated } = filter;
  const states = [
    { value: 'active', label: t('active') },
    { value: 'deactivated', label: t('deactivated') },
  ];
  const state = states[deactivated ? 1 : 0]?.label ?? '';
  const chip = (name: 'role' | 'state', field: string, value: string) => (
    <FilterChip
      field={field}
      value={value}
      label={t('removeFilter', { field, value })}
      onRemove={() => onChange({ [name]: null })}
    />
  );
  return (
    <search aria-label={t('filters')} className="flex flex-wrap items-center gap-2">
      <FindField
        label={t('find')}
        value={filter.query ?? ''}
        most={limits.email}
        onChange={(query) => onChange({ query })}
      />
      {role === undefined ? (
        <Select
          label={t('filterBy', { field: t('role') })}
          placeholder={t('role')}
          options={Role.options.map((value) => ({ value, label: t(`roles.${value}`) }))}
          onChange={(next) => onChange({ role: next })}
        />
      ) : (
        chip('role', t('role'), t(`roles.${role}`))
      )}
      {deactivated === undefined ? (
        <Select
          label={t('filterBy', { field: t('state') })}
          placeholder={t('state')}
          options={states}
          onChange={(next) => onChange({ state: next })}
        />
      ) : (
        chip('state', t('state'), state)
      )}
    </search>
  );
};

/** Everybody who has an account here. */
export const AccountDesk = () => {
  const t = useTranslations('accounts');
  const { filter, setFilter } = useFilterAddress();
  const { pages, ...deeds } = useAccounts(filter);
  const { removals, renew } = useRemovals();
  const remove: typeof deeds.remove = async (payload, said) => {
    const isDone = await deeds.remove(payload, said);
    if (isDone) void renew();
    return isDone;
  };
  const isFiltered = Object.keys(filter).length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <h1 className="font-semibold text-2xl">{t('title')}</h1>
        <FilterBar filter={filter} onChange={setFilter} />
        <Removals removals={removals} />
        <PagedList
          label={t('title')}
          pages={pages}
          row={(account) => <AccountRow key={account.id} account={account} {...deeds} remove={remove} />}
          none={{ icon: <UserX aria-hidden />, title: t('noneFound') }}
          onClear={isFiltered ? () => setFilter({ query: null, role: null, state: null }) : undefined}
        />
      </div>
    </main>
  );
};
