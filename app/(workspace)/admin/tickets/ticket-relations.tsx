'use client';

import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { OtherTicket } from './other-ticket.tsx';

type TicketRelationsProps = { rejection: Rejection; duplicates: readonly Rejection[] };

/** Of which ticket it is a duplicate, and which are duplicates of it. */
export const TicketRelations = ({ rejection: { duplicateOfId }, duplicates }: TicketRelationsProps) => {
  const t = useTranslations('tickets');
  return (
    <>
      {duplicateOfId === null ? null : (
        <section aria-label={t('duplicateOf')} className="border-t py-2">
          <h3 className="font-medium text-sm">{t('duplicateOf')}</h3>
          <OtherTicket id={duplicateOfId} />
        </section>
      )}
      {duplicates.length === 0 ? null : (
        <section aria-label={t('duplicates')} className="border-t py-2">
          <h3 className="font-medium text-sm">{t('duplicates')}</h3>
          <ul className="flex flex-col items-start">
            {duplicates.map(({ id }) => (
              <li key={id} className="max-w-full">
                <OtherTicket id={id} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
