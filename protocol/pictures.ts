import { z } from 'zod';

/** What a picture is called: a hash of what is drawn. */
export const PictureId = z.string().regex(/^[0-9a-f]{64}$/);
export type PictureId = z.infer<typeof PictureId>;

/** What `POST /api/pictures` answers: what to say in `profile:update`, and where it can be seen. */
export const PictureData = z.object({ id: PictureId, image: z.string() });
export type PictureData = z.infer<typeof PictureData>;
