'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { hasAccess } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { Bots } from './bots.tsx';
import { Hooks } from './hooks.tsx';
import { Tokens } from './tokens.tsx';
import { useProgramList } from './use-programs.ts';

const Page = ({ lead, children }: { lead: string; children: ReactNode }) => {
  const t = useTranslations('programs');
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-190 flex-col gap-8 px-5 py-8">
        <div>
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <p className="text-soft">{lead}</p>
        </div>
        {children}
      </div>
    </main>
  );
};

/** What a guest has of it: tokens of their own. */
const GuestDesk = () => {
  const t = useTranslations('programs');
  const tokens = useProgramList('token:list', { of: 'own' });
  return (
    <Page lead={t('leadGuest')}>
      <Tokens list={tokens.state} bots={[]} onChange={() => void tokens.load()} />
    </Page>
  );
};

const FullDesk = ({ all }: { all: boolean }) => {
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
    <Page lead={t(all ? 'leadAll' : 'lead')}>
      <Bots list={bots.state} all={all} onChange={loadAll} />
      <Tokens list={tokens.state} bots={governed} onChange={loadAll} />
      <Hooks list={hooks.state} onChange={() => void hooks.load()} />
    </Page>
  );
};

/** Everything that programs come in and out by. @param all everybody's, for admins */
export const ProgramsDesk = ({ all }: { all: boolean }) =>
  hasAccess('colleague', useMe().role) ? <FullDesk all={all} /> : <GuestDesk />;
