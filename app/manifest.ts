import type { MetadataRoute } from 'next';
import { pictureInSize } from '../protocol/picture-address.ts';
import { pageWorkspace } from '../server/doors/http/page.ts';
import { requestLocale, translator } from './_messages/catalogue.ts';

const icons: MetadataRoute.Manifest['icons'] = [
  { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
  { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
  { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
  { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
];

const ownIcon = (logo: string) => ({ src: pictureInSize(logo, 256), sizes: '256x256', type: 'image/webp' });

/** What a phone or a desktop needs to keep Switchboard among its applications, and to offer it where something is shared. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [t, lang, workspace] = await Promise.all([translator(), requestLocale(), pageWorkspace()]);
  const name = workspace?.name ?? t('app.name');
  return {
    ...{ id: '/chat', scope: '/', start_url: '/chat', lang, dir: 'ltr', display: 'standalone' },
    ...{ name, short_name: name, description: t('app.description') },
    ...{ background_color: '#ffffff', theme_color: '#4a45d8', categories: ['productivity', 'business'] },
    // Beside a team's own picture the product's would be chosen, where it fits better.
    icons: workspace?.logo ? [ownIcon(workspace.logo)] : icons,
    share_target: {
      action: '/chat/share',
      method: 'GET',
      enctype: 'application/x-www-form-urlencoded',
      params: { title: 'title', text: 'text', url: 'url' },
    },
  };
}
