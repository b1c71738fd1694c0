import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limits, pageOfHeader, paths, pictureInSize } from '../../../protocol/index.ts';
import { Pictures } from '../../../server/pictures/index.ts';
import { openWeb, signUp, type Web } from '../people/web.ts';
import { pngThatClaims } from './png.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let web: Web;
let ada: Awaited<ReturnType<typeof signUp>>;

beforeAll(async () => {
  web = await openWeb(stack);
  ada = await signUp(web, 'Ada');
});

const send = async (
  body: Buffer | string,
  headers: Record<string, string> = { cookie: ada.cookie, origin: web.url },
) => {
  const response = await fetch(`${web.url}${paths.pictures}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, body: await response.json() };
};
const get = (path: string, headers: Record<string, string> = { cookie: ada.cookie }) =>
  fetch(`${web.url}${path}`, { headers });

const photograph = (width = 300, height = 200) => sharp({ create: { width, height, channels: 3, background: '#c33' } });
const jpeg = () =>
  photograph()
    .withExif({ IFD0: { Copyright: 'secret' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .jpeg()
    .toBuffer();

it('a picture is drawn anew: square, in two sizes, without what the camera wrote into it', async () => {
  const sent = await jpeg();
  expect((await sharp(sent).metadata()).exif).toBeDefined();
  const { status, body } = await send(sent);
  expect([status, body]).toMatchObject([200, { ok: true }]);
  for (const size of [64, 256] as const) {
    const response = await get(pictureInSize(body.data.image, size));
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
    expect(bytes.includes('secret')).toBe(false);
  }
  expect((await send(sent)).body.data).toEqual(body.data);
});

const moving = async () => {
  const frames = await Promise.all([photograph(20, 20).png().toBuffer(), photograph(20, 20).negate().png().toBuffer()]);
  return sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
};

it.each<[string, () => Promise<Buffer> | Buffer]>([
  [
    'SVG, which can name other files',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  ],
  ['TIFF', () => photograph().tiff().toBuffer()],
  ['what moves', moving],
  ['a bomb: few bytes that claim 100,000 pixels a side', () => pngThatClaims(100_000, 100_000)],
  ['a long stripe', () => pngThatClaims(limits.pictureSide + 1, 1)],
  ['more pixels than are worth drawing', () => pngThatClaims(6_000, 6_000)],
  ['what ends too early', async () => (await jpeg()).subarray(0, 700)],
  ['a page that says it is a picture', () => Buffer.from('<html><script>alert(1)</script></html>')],
  ['nothing', () => Buffer.alloc(0)],
])('%s is refused', async (_what, make) => {
  const { status, body } = await send(await make());
  expect([status, body.error?.code]).toEqual([400, 'invalid']);
});

it('more bytes than a picture may have are refused before they are looked at', async () => {
  expect(await send(Buffer.alloc(limits.pictureBytes + 1))).toMatchObject({ status: 413 });
});

it('only who is signed in sends and sees pictures, and no page of somebody else sends one in their name', async () => {
  const sent = await jpeg();
  const { image } = (await send(sent)).body.data;
  expect((await send(sent, { origin: web.url })).status).toBe(401);
  expect((await get(image, {})).status).toBe(401);
  expect((await send(sent, { cookie: ada.cookie, origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await send(sent, { cookie: ada.cookie, origin: web.url, [pageOfHeader]: crypto.randomUUID() })).status).toBe(
    409,
  );
  const { token } = await web.seed.apiToken({ id: ada.id, name: 'Ada', role: 'member' });
  const authorization = `Bearer ${token}`;
  expect((await send(sent, { authorization })).status).toBe(200);
  expect((await get(image, { authorization })).status).toBe(200);
  for (const path of [
    image.replace('/64', '/65'),
    image.replace(/\/64$/, ''),
    `${paths.pictures}/${'0'.repeat(64)}/64`,
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

it('the team’s own picture is shown to everybody, as on the sign-in page, for as long as it is that', async () => {
  const { id, image } = (await send(await jpeg())).body.data;
  const { workspace } = web.signIn;
  expect((await workspace.update({ id: ada.id, address: '' }, { logo: id })).ok).toBe(true);
  for (const size of [64, 256] as const) expect((await get(pictureInSize(image, size), {})).status).toBe(200);
  await workspace.update({ id: ada.id, address: '' }, { logo: null });
  expect((await get(image, {})).status).toBe(401);
});

it('few pictures wait to be drawn, and the others are told to come again', async () => {
  const pictures = new Pictures(web.database);
  const sent = await jpeg();
  const answers = await Promise.all(Array.from({ length: limits.picturesWaiting + 3 }, () => pictures.add(sent)));
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused).toHaveLength(3);
  expect(refused[0]).toMatchObject({ error: { code: 'unavailable', retryAfterMs: expect.any(Number) } });
});

it('somebody who sends many pictures is slowed down', async () => {
  const slow = await openWeb(stack, { beside: web, env: { RATE_LIMIT_FACTOR: '0.1' } });
  const sent = await jpeg();
  const statuses = [];
  for (let n = 0; n < 4; n += 1) {
    const response = await fetch(`${slow.url}${paths.pictures}`, {
      method: 'POST',
      headers: { cookie: ada.cookie, origin: slow.url },
      body: new Uint8Array(sent),
    });
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
});
