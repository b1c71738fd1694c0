import type { ContractError, PictureData, Result } from '../../protocol/index.ts';
import { limits } from '../../protocol/limits.ts';
import { pageOfHeader } from '../../protocol/page-of.ts';
import { failure } from '../../protocol/result.ts';
import { pagePerson } from '../_auth/page-person.ts';

const side = 512;

/** The part of a picture that shall be seen, in its own pixels. */
export type Part = { x: number; y: number; width: number; height: number };

const imageOf = (address: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('the picture cannot be read'));
    image.src = address;
  });

/** Draws a part of a picture as large as it will ever be shown: nothing larger has to be sent. */
export const cut = async (address: string, part: Part): Promise<Blob> => {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws nothing');
  context.imageSmoothingQuality = 'high';
  context.drawImage(await imageOf(address), part.x, part.y, part.width, part.height, 0, 0, side, side);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (blob === null) throw new Error('this browser writes no picture');
  return blob;
};

/** Sends a picture. @returns what it is called, or why it was refused */
export const upload = async (picture: Blob): Promise<Result<PictureData>> => {
  if (picture.size > limits.pictureBytes) return failure('too_large', 'body: too long');
  const person = pagePerson();
  try {
    const response = await fetch('/api/pictures', {
      method: 'POST',
      body: picture,
      headers: { 'content-type': picture.type, ...(person === null ? {} : { [pageOfHeader]: person }) },
    });
    return (await response.json()) as { ok: true; data: PictureData } | { ok: false; error: ContractError };
  } catch {
    return failure('unavailable', 'not connected');
  }
};
