import { useTranslations } from 'use-intl';
import type { Data } from '../../../../protocol/index.ts';
import { When } from '../../../_ui/when.tsx';
import { CopyButton } from './copy-button.tsx';

/** Laid out for reading, if that changes nothing but the layout; else as it came. */
const readable = (raw: string): string => {
  try {
    const value: unknown = JSON.parse(raw);
    return JSON.stringify(value) === raw.replaceAll(/(?<=[,:])\s+/g, '') ? JSON.stringify(value, null, 2) : raw;
  } catch {
    return raw;
  }
};

const Json = ({ raw }: { raw: string }) => (
  <div className="mt-2 flex flex-col items-start gap-2">
    <pre
      dir="ltr"
      className="wrap-anywhere max-h-80 w-full overflow-auto whitespace-pre-wrap rounded-md bg-panel p-3 text-xs"
    >
      {readable(raw)}
    </pre>
    <CopyButton text={raw} />
  </div>
);

type TicketRawProps = Pick<Data<'ticket:get'>, 'raw' | 'conflicting'>;

/** The event as its producer sent it, and what else came under its id. */
export const TicketRaw = ({ raw, conflicting }: TicketRawProps) => {
  const t = useTranslations('tickets');
  return (
    <>
      {conflicting.map((other) => (
        <details key={`${other.receivedAt} ${other.raw}`} className="border-t py-3">
          <summary className="cursor-pointer font-medium text-sm">
            {t('otherContent')} · <When at={other.receivedAt} />
          </summary>
          <Json raw={other.raw} />
        </details>
      ))}
      {raw === null ? null : (
        <details className="border-t py-3">
          <summary className="cursor-pointer font-medium text-sm">{t('raw')}</summary>
          <Json raw={raw} />
        </details>
      )}
    </>
  );
};
