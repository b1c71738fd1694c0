'use client';

import { useTranslations } from 'use-intl';
import type { Doers } from '../../../../../protocol/index.ts';
import { RoomPicker } from '../../../../_rooms/room-picker.tsx';
import { Button } from '../../../../_ui/button.tsx';
import { Choice } from '../../../../_ui/choice.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { LogoSetting } from './logo-setting.tsx';
import { NameSetting } from './name-setting.tsx';
import { Setting } from './setting.tsx';
import { SignUpSetting } from './sign-up-setting.tsx';
import { TicketSettings } from './ticket-settings.tsx';
import { type Settings, useSettings } from './use-settings.ts';

const doers: readonly Doers[] = ['members', 'admins'];

const DoersSetting = ({ settings, spot }: { settings: Settings; spot: 'roomsBy' | 'invitesBy' }) => {
  const t = useTranslations('workspace');
  const value = settings.settings?.[spot] ?? 'members';
  return (
    <Setting title={t(spot)} error={settings.errorAt(spot)} isSaved={settings.isSaved(spot)}>
      <Choice<Doers>
        label={t(spot)}
        value={value}
        options={doers.map((one) => ({ value: one, label: t(`doers.${one}`) }))}
        onChange={(chosen) => void settings.save(spot, { [spot]: chosen })}
      />
    </Setting>
  );
};

const DefaultRooms = ({ settings }: { settings: Settings }) => {
  const t = useTranslations('workspace');
  const rooms = settings.settings?.defaultRooms ?? [];
  return (
    <Setting
      title={t('defaultRooms')}
      hint={t('defaultRoomsHint')}
      error={settings.errorAt('defaultRooms')}
      isSaved={settings.isSaved('defaultRooms')}
    >
      <RoomPicker
        label={t('defaultRooms')}
        isTitled
        chosen={rooms.map(({ id }) => id)}
        names={new Map(rooms.map(({ id, name }) => [id, name]))}
        onChange={(defaultRoomIds) => void settings.save('defaultRooms', { defaultRoomIds: [...defaultRoomIds] })}
      />
    </Setting>
  );
};

/** What admins decide about the workspace, each saved at once. */
export const WorkspaceDesk = () => {
  const t = useTranslations();
  const settings = useSettings();
  if (settings.failure !== null && settings.settings === null)
    return (
      <p role="alert" className="flex items-center gap-3 text-danger-ink">
        {settings.failure}
        <Button size="sm" onClick={() => void settings.load()}>
          {t('actions.tryAgain')}
        </Button>
      </p>
    );
  if (settings.settings === null)
    return (
      <div className="flex flex-col gap-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-28" />
        <Skeleton className="h-20" />
      </div>
    );
  return (
    <div className="flex flex-col gap-6">
      <LogoSetting />
      <NameSetting settings={settings} />
      <SignUpSetting settings={settings} />
      <DefaultRooms settings={settings} />
      <DoersSetting settings={settings} spot="roomsBy" />
      <DoersSetting settings={settings} spot="invitesBy" />
      <TicketSettings />
    </div>
  );
};
