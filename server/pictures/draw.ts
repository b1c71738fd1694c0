import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { failure, limits, pictureSizes, type Result, success } from '../../protocol/index.ts';

/** A picture as it is kept. */
export type Picture = { id: string; small: Buffer; large: Buffer };

// Whatever else libvips can read has no business here: SVG can name other files, PDF and TIFF are programs of their own.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
});
// One thread for each picture, and no memory kept of the last ones: this process has something else to do.
sharp.concurrency(1);
sharp.cache(false);

const mostSeconds = 10;
const quality = 82;

const refused = (why: string) => failure('invalid', `body: ${why}`);

const open = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: limits.picturePixels, failOn: 'error', sequentialRead: true });

/** What is wrong with a picture as far as its beginning tells, before anything of it is drawn. */
const faultOf = async (bytes: Buffer): Promise<string | null> => {
  try {
    const { width, height, pages = 1 } = await open(bytes).metadata();
    if (pages > 1) return 'a picture that moves';
    if (Math.max(width, height) > limits.pictureSide) return `more than ${limits.pictureSide} pixels on a side`;
    if (width * height > limits.picturePixels) return `more than ${limits.picturePixels} pixels`;
    return null;
  } catch {
    return 'no picture that can be read; send JPEG, PNG, WebP, GIF or AVIF';
  }
};

const inSize = (bytes: Buffer, size: number): Promise<Buffer> =>
  open(bytes)
    .autoOrient()
    .resize(size, size, { fit: 'cover' })
    .webp({ quality })
    .timeout({ seconds: mostSeconds })
    .toBuffer();

/**
 * Draws a picture anew, square and in both sizes: what comes from elsewhere is never shown as it came, and nothing of it is kept
 * but what can be seen.
 */
export const draw = async (bytes: Buffer): Promise<Result<Picture>> => {
  const fault = await faultOf(bytes);
  if (fault !== null) return refused(fault);
  try {
    const [smallSize, largeSize] = pictureSizes;
    const large = await inSize(bytes, largeSize);
    const small = await inSize(large, smallSize);
    return success({ id: createHash('sha256').update(large).digest('hex'), small, large });
  } catch {
    return refused('a picture that ends too early, or is broken');
  }
};
