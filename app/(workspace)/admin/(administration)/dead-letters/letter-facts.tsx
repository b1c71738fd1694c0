'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Data } from '../../../../../protocol/index.ts';
import { useNames } from '../../../../_people/names.ts';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { When } from '../../../../_ui/when.tsx';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-soft">{name}</dt>
    <dd className="wrap-anywhere min-w-0">{children}</dd>
  </>
);

/** Bytes as they came, escaped; never as anything that a page could act on. */
const Bytes = ({ label, text }: { label: string; text: string }) => (
  <section className="flex flex-col gap-1">
    <h3 className="font-medium text-sm">{label}</h3>
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="wrap-anywhere max-h-60 overflow-y-auto whitespace-pre-wrap rounded-md bg-sunken p-3 text-sm"
    >
      {text}
    </pre>
  </section>
);

/** Everything that is known of a letter. */
export const LetterFacts = ({ whole }: { whole: Data<'dead-letter:get'> }) => {
  const t = useTranslations('deadLetters');
  const { letter, payload, isText, cut, headers, mended, ticket } = whole;
  const sourceName = useSourceNames([letter.source], (source) => t(`sources.${source}`));
  const nameOf = useNames(letter.settledById === null ? [] : [letter.settledById]);
  const by = letter.settledById === null ? '' : nameOf(letter.settledById);
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Fact name={t('error')}>{letter.error}</Fact>
        <Fact name={t('from')}>{[sourceName(letter.source), letter.origin, letter.position].join(' · ')}</Fact>
        {letter.key === null ? null : <Fact name={t('key')}>{letter.key}</Fact>}
        <Fact name={t('received')}>
          <When at={letter.receivedAt} />
        </Fact>
        {letter.settledAt === null ? null : (
          <Fact name={t(`states.${letter.state}`)}>
            {by} · <When at={letter.settledAt} />
            {letter.reason === null ? null : ` · ${letter.reason}`}
          </Fact>
        )}
        {ticket === null ? null : (
          <Fact name={t('ticket')}>
            <Link
              href={`/admin/tickets?ticket=${encodeURIComponent(ticket.rejectionId)}`}
              className="text-accent-ink underline"
            >
              <bdi>{ticket.ticketId}</bdi>
            </Link>
          </Fact>
        )}
        {Object.entries(headers).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
      <Bytes label={t(isText ? 'payload' : 'payloadBytes')} text={payload === '' ? t('empty') : payload} />
      {cut ? <p className="text-soft text-sm">{t('cut')}</p> : null}
      {mended === null ? null : <Bytes label={t('mended')} text={mended} />}
    </>
  );
};
