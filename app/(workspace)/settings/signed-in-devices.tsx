'use client';

import { MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { useMoments, useNow } from '../../_ui/moments.ts';
import { toast } from '../../_ui/toast.ts';
import { deviceName } from './device-name.ts';
import { Group } from './group.tsx';
import { ListState } from './list-state.tsx';
import { useAccountList, useAccountRequest } from './use-account.ts';

/** better-auth's client makes dates of what looks like one. */
type Moment = string | Date;
const millis = (moment: Moment): number => new Date(moment).getTime();

/** `ipAddress` is the place in the network that counts as one: an address, or a network of IPv6. */
type Session = {
  id: string;
  token: string;
  createdAt: Moment;
  usedAt?: Moment | null;
  userAgent: string | null;
  ipAddress: string | null;
};

const readSessions = async () => {
  const [all, mine] = await Promise.all([auth.$fetch<Session[]>('/list-sessions'), auth.getSession()]);
  const error = all.error ?? mine.error;
  if (error || !all.data) return { data: null, error: error ?? {} };
  const here = mine.data?.session.token;
  const newestFirst = all.data.toSorted((a, b) => millis(b.createdAt) - millis(a.createdAt));
  const sessions = newestFirst.map((session) => ({ session, isHere: session.token === here }));
  return { data: sessions.sort((a, b) => Number(b.isHere) - Number(a.isHere)), error: null };
};

type DeviceProps = { session: Session; isHere: boolean; busy: boolean; onRevoke: () => void };

const Device = ({ session, isHere, busy, onRevoke }: DeviceProps) => {
  const t = useTranslations('settings');
  const moments = useMoments();
  const now = useNow('minute');
  const device = deviceName(session.userAgent) ?? t('unknownDevice');
  const since = millis(session.createdAt);
  return (
    <li className="flex min-h-14 items-center gap-3 border-b px-3 py-2 last:border-0">
      <MonitorSmartphone className="size-5 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{device}</div>
        <div className="truncate text-soft text-sm" title={moments.full(since)}>
          {t('signedInAt', { time: moments.ago(since, now) })}
          {session.usedAt ? ` · ${t('usedAt', { time: moments.ago(millis(session.usedAt), now) })}` : null}
          {session.ipAddress ? ` · ${session.ipAddress}` : null}
        </div>
      </div>
      {isHere ? (
        <span className="text-sm text-success-ink">{t('thisDevice')}</span>
      ) : (
        <Button size="sm" disabled={busy} onClick={onRevoke} aria-label={t('revokeNamed', { device })}>
          {t('revoke')}
        </Button>
      )}
    </li>
  );
};

/** Where one is signed in, with a way to end each of them. */
export const SignedInDevices = () => {
  const t = useTranslations('settings');
  const list = useAccountList(readSessions);
  const { busy, send } = useAccountRequest();
  const revoke = async (request: Parameters<typeof send>[0]) => {
    const answer = await send(request);
    if (answer.ok) toast.success(t('revoked'));
    await list.load();
  };
  return (
    <Group id="devices" title={t('sessions')} hint={t('sessionsHint')}>
      {list.status === 'ready' ? (
        <>
          <ul aria-label={t('sessions')} className="rounded-lg border">
            {list.data.map(({ session, isHere }) => (
              <Device
                key={session.id}
                session={session}
                isHere={isHere}
                busy={busy}
                onRevoke={() => void revoke(() => auth.revokeSession({ token: session.token }))}
              />
            ))}
          </ul>
          {list.data.length > 1 ? (
            <Button className="w-fit" disabled={busy} onClick={() => void revoke(() => auth.revokeOtherSessions())}>
              {t('revokeOthers')}
            </Button>
          ) : null}
        </>
      ) : (
        <ListState status={list.status} onRetry={() => void list.load()} />
      )}
    </Group>
  );
};
