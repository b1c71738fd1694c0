'use client';

import { useTranslations } from 'use-intl';
import { useMe } from '../_live/connection/hooks.ts';
import { Bots } from './bots.tsx';
import { Hooks } from './hooks.tsx';
import { Tokens } from './tokens.tsx';
import { useProgramList } from './use-programs.ts';

/** Everything that programs come in and out by. @param all everybody's, for admins */
export const ProgramsDesk = ({ all }: { all: boolean }) => {
  const t = useTranslations('programs');
  const me = useMe();
  const bots = useProgramList('bot:list', {});
  const tokens = useProgramList('token:list', { of: all ? 'all' : 'own' });
  const hooks = useProgramList('hook:list', {});
  const known = bots.state.status === 'ready' ? bots.state.data.bots : [];
  const governed = known.filter(({ ownerId }) => all || ownerId === me.id);
  const loadAll = () => {
    void bots.load();
    void tokens.load();
  };
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-190 flex-col gap-10 px-5 py-8">
        <div>
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <p className="text-soft">{t(all ? 'leadAll' : 'lead')}</p>
        </div>
        <Bots list={bots.state} all={all} onChange={loadAll} />
        <Tokens list={tokens.state} bots={governed} onChange={loadAll} />
        <Hooks list={hooks.state} onChange={() => void hooks.load()} />
      </div>
    </main>
  );
};
