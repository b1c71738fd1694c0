import type { LineOf } from '../format.ts';
import { iso, type Section, walk } from '../section.ts';

type Picture = { id: string; createdAt: string; small: Buffer; large: Buffer };
const toLine = ({ id, createdAt, small, large }: Picture): LineOf<'picture'> => ({
  ...{ type: 'picture', id, createdAt, small: small.toString('base64'), large: large.toString('base64') },
});
const columns = `p.id, ${iso('p.created_at')} as "createdAt", p.small, p.large`;
const cursorOf = ({ id }: Picture) => [id];
/** Each has some ten thousand bytes. */
const rows = 20;

/** All pictures that are kept. */
export const allPictures: Section = walk<Picture>({
  name: 'pictures',
  text: `select ${columns} from picture p where p.id > $1 order by p.id limit $2`,
  ...{ start: [''], rows, toLine, cursorOf },
});

/** The picture of one person. */
export const ownPicture: Section = walk<Picture>({
  name: 'own_picture',
  text: `
    select ${columns} from "user" u cross join lateral (
      select * from picture p where p.id = split_part(u.image, '/', 4) and p.id > $2 limit 1
    ) p
    where u.id = $1 limit $3`,
  hasSubject: true,
  ...{ start: [''], rows, toLine, cursorOf },
});
