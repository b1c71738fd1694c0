// Without zod: a page loads it first.

/** Pixels of a side; pictures are square. */
export const pictureSizes = [64, 256] as const;
export type PictureSize = (typeof pictureSizes)[number];

/** @returns the address of a picture on this origin */
export const pictureAddress = (id: string, size: PictureSize): string => `/api/pictures/${id}/${size}`;

/** @returns the address of the same picture in another size */
export const pictureInSize = (address: string, size: PictureSize): string => address.replace(/\/\d+$/, `/${size}`);
