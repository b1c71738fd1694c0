'use client';

import Activity from './activity.tsx';
import Cards from './cards.tsx';
import TabTotal from './tab-total.tsx';

/** What nobody needs before the page can be read and written in. */
export default function LaterFrame() {
  return (
    <>
      <TabTotal />
      <Cards />
      <Activity />
    </>
  );
}
