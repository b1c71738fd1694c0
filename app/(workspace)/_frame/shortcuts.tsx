'use client';

import { useTranslations } from 'use-intl';
import { hasAccess } from '../../../protocol/access.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { Dialog, DialogBody } from '../../_ui/dialog.tsx';
import { Keys } from '../../_ui/keys.tsx';

const anywhere = [
  ['Mod+K', 'palette'],
  ['?', 'help'],
  ['Alt+↑', 'previousConversation'],
  ['Alt+↓', 'nextConversation'],
] as const;
const conversation = [
  ['Enter', 'send'],
  ['Shift+Enter', 'newLine'],
  ['↑', 'editLast'],
  ['@', 'mention'],
  [':', 'emoji'],
] as const;
const tickets = [
  ['j', 'down'],
  ['k', 'up'],
  ['Enter', 'open'],
  ['a', 'acknowledge'],
  ['r', 'resolve'],
  ['e', 'resolveAs'],
  ['s', 'snooze'],
  ['c', 'duplicate'],
  ['d', 'discuss'],
  ['n', 'note'],
  ['o', 'reopen'],
  ['z', 'undo'],
  ['m', 'mine'],
  ['u', 'nobodys'],
  ['/', 'search'],
] as const;

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shortcuts');
  const { role } = useMe();
  const groups = [
    { name: t('anywhere'), keys: anywhere },
    { name: t('conversation'), keys: conversation },
    ...(hasAccess('handler', role) ? [{ name: t('tickets'), keys: tickets }] : []),
  ];
  return (
    <Dialog title={t('title')} lead={t('lead')} onClose={onClose}>
      <DialogBody>
        {groups.map(({ name, keys }) => (
          <section key={name}>
            <h3 className="mb-1 font-medium text-soft text-sm">{name}</h3>
            <dl>
              {keys.map(([combination, meaning]) => (
                <div key={combination} className="flex items-center justify-between gap-4 border-b py-2 last:border-0">
                  <dt>{t(meaning)}</dt>
                  <dd>
                    <Keys combination={combination} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}
