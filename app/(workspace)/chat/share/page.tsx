import type { Metadata } from 'next';
import { pathWith } from '../../../_auth/next-path.ts';
import { translator } from '../../../_messages/catalogue.ts';
import { requireMe } from '../../signed-in.ts';
import { ShareInto } from './share-into.tsx';
import { type Shared, sharedText } from './shared-text.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('palette.shareTitle') });

type Query = Promise<Record<string, string | string[] | undefined>>;

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** Where the system leads to when somebody shares something with Switchboard: `share_target` of the manifest. */
export default async function SharePage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams;
  await requireMe(pathWith('/chat/share', query));
  const shared: Shared = { title: one(query.title), text: one(query.text), url: one(query.url) };
  return <ShareInto text={sharedText(shared)} />;
}
