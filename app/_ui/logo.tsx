import { pictureInSize } from '../../protocol/picture-address.ts';

type LogoProps = { address: string | null | undefined; className: string };

/** The team's picture, beside its name; nothing where it has none. */
export const Logo = ({ address, className }: LogoProps) =>
  // biome-ignore lint/performance/noImgElement: pictures are small and have their sizes; Next's optimiser is off
  address ? <img src={pictureInSize(address, 256)} alt="" className={className} /> : null;
