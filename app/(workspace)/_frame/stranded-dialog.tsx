'use client';

import { useTranslations } from 'use-intl';
import { useLive } from '../../_live/core/hooks.ts';
import { useStranded } from '../../_live/core/outbox/hooks.ts';
import { useNames } from '../../_people/names.ts';
import { Button } from '../../_ui/button.tsx';
import { Dialog, DialogBody } from '../../_ui/dialog.tsx';
import { toast } from '../../_ui/toast.ts';
import { SendElsewhere } from '../chat/_elsewhere/send-elsewhere.tsx';
import { mentionedIn } from '../chat/_message-text/mentions.ts';
import { toWritten } from '../chat/_message-text/written.ts';

/** What was written and cannot be sent any more, because its conversation is not there: it can be taken along. */
export default function StrandedDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const live = useLive();
  const stranded = useStranded();
  const nameOf = useNames(stranded.flatMap(({ body }) => mentionedIn(body)));
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => toast.success(t('app.copied')));
  return (
    <Dialog title={t('connection.strandedTitle')} lead={t('connection.strandedLead')} onClose={onClose}>
      <DialogBody>
        <ul className="flex flex-col gap-2">
          {stranded.map(({ clientId, conversationId, body }) => {
            const written = toWritten(body, nameOf);
            return (
              <li key={clientId} className="flex flex-col gap-2 rounded-md bg-sunken px-3 py-2">
                <p dir="auto" className="wrap-anywhere max-h-40 overflow-y-auto whitespace-pre-wrap">
                  {written.text}
                </p>
                <div className="flex flex-wrap justify-end gap-2">
                  <Button size="sm" onClick={() => copy(written.text)}>
                    {t('actions.copy')}
                  </Button>
                  <SendElsewhere
                    size="sm"
                    written={written}
                    from={conversationId}
                    onCarried={() => {
                      live.discard(clientId);
                      onClose();
                    }}
                  />
                  <Button kind="ghost" size="sm" onClick={() => live.discard(clientId)}>
                    {t('actions.discard')}
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      </DialogBody>
    </Dialog>
  );
}
