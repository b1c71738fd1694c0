import sharp from 'sharp';
import { pictureSizes } from '../../protocol/index.ts';
import type { Random } from '../installation/random.ts';
import type { Noun } from './noun.ts';
import { granted } from './services.ts';

const titles = {
  en: ['Head of payments', 'Engineer', 'Support', 'Designer', 'Finance', 'Operations'],
  zh: ['支付负责人', '工程师', '客服', '设计师', '财务', '运营'],
} as const;
const zones = {
  en: ['Europe/Berlin', 'America/Mexico_City', 'Africa/Lagos', 'Asia/Almaty'],
  zh: ['Asia/Shanghai'],
} as const;
const statuses = [
  { emoji: '🌴', text: { en: 'On holiday', zh: '休假中' } },
  { emoji: '🏠', text: { en: 'Working from home', zh: '居家办公' } },
  { emoji: '🗓️', text: { en: 'In a meeting', zh: '会议中' } },
] as const;

/** Two colours, one over the other at a slant: nobody's face. */
export const pictureOf = (random: Random): Promise<Buffer> => {
  const side = pictureSizes[1];
  const colours = [0, 1].map(() => [0, 1, 2].map(() => 60 + random.below(150)));
  const slope = 0.3 + random.below(10) / 10;
  const pixels = Buffer.alloc(side * side * 3);
  for (let place = 0; place < side * side; place += 1) {
    const isUpper = Math.floor(place / side) < (place % side) * slope;
    pixels.set(colours[isUpper ? 1 : 0] ?? [], place * 3);
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
};

/** What people say about themselves. */
export const profiles: Noun = {
  name: 'profiles',
  fill: async (services, world) => {
    const random = world.randomOf('profiles');
    for (const [place, { id, language }] of world.people.entries()) {
      const said = statuses[place % 5];
      const zone = zones[language][place % zones[language].length] ?? null;
      const title = titles[language][place % titles[language].length] ?? null;
      const status = said ? { emoji: said.emoji, text: said.text[language], until: null } : null;
      const hasPicture = place % 2 === 0;
      const picture = hasPicture ? granted(await services.pictures.add(await pictureOf(random))).id : null;
      granted(
        await services.profiles.update(
          { me: { id }, address: '127.0.0.1' },
          { title, timeZone: zone, status, picture },
        ),
      );
    }
  },
};
