'use client';

import { useState } from 'react';
import Cropper from 'react-easy-crop';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../_ui/dialog.tsx';
import { useErrorText } from '../_ui/error-text.ts';
import { cut, type Part, upload } from './upload.ts';

const zooms = { least: 1, most: 4, step: 0.05 } as const;
const keyboardStep = 8;

type CropDialogProps = {
  /** Of the file that was chosen, in this browser. */
  address: string;
  onPicture: (id: string) => Promise<string | undefined>;
  onClose: () => void;
};

const useSending = (address: string, { onPicture, onClose }: Omit<CropDialogProps, 'address'>) => {
  const t = useTranslations('pictures');
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const attempt = async (part: Part): Promise<string | undefined> => {
    const blob = await cut(address, part).catch(() => null);
    if (blob === null) return t('unreadable');
    const answer = await upload(blob);
    return answer.ok ? onPicture(answer.data.id) : errorText(answer.error);
  };
  const send = async (part: Part) => {
    setBusy(true);
    const refusal = await attempt(part);
    setBusy(false);
    setProblem(refusal);
    if (refusal === undefined) onClose();
  };
  return { busy, problem, setProblem, send };
};

/** Chooses what of a picture is seen: dragged, pinched, or moved with the arrow keys. */
export default function CropDialog({ address, onPicture, onClose }: CropDialogProps) {
  const t = useTranslations();
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState<number>(zooms.least);
  const [part, setPart] = useState<Part | null>(null);
  const { busy, problem, setProblem, send } = useSending(address, { onPicture, onClose });
  return (
    <Dialog title={t('pictures.crop')} lead={t('pictures.cropHint')} onClose={onClose}>
      <DialogBody>
        <div className="relative h-72 shrink-0 overflow-hidden rounded-lg bg-sunken">
          <Cropper
            image={address}
            crop={crop}
            zoom={zoom}
            aspect={1}
            minZoom={zooms.least}
            maxZoom={zooms.most}
            keyboardStep={keyboardStep}
            showGrid={false}
            cropperProps={{ role: 'group', 'aria-label': t('pictures.part') }}
            mediaProps={{ alt: '', onError: () => setProblem(t('pictures.unreadable')) }}
            onCropChange={setCrop}
            onZoomChange={setZoom}
            onCropComplete={(_area, pixels) => setPart(pixels)}
          />
        </div>
        <label className="flex items-center gap-3 text-sm">
          {t('pictures.zoom')}
          <input
            type="range"
            min={zooms.least}
            max={zooms.most}
            step={zooms.step}
            value={zoom}
            onChange={(event) => setZoom(Number(event.target.value))}
            className="h-9 flex-1 accent-accent"
          />
        </label>
        <p role="alert" className="text-danger-ink text-sm empty:hidden">
          {problem}
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('actions.cancel')}</Button>
        <Button kind="primary" aria-disabled={busy || part === null} onClick={() => !busy && part && void send(part)}>
          {t('pictures.use')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
