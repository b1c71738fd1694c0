'use client';

import { cardShelf } from '../chat/_cards/card-shelf.ts';
import TicketCards from '../chat/_cards/ticket-cards.tsx';
import Activity from './activity.tsx';
import Cards from './cards.tsx';
import TabTotal from './tab-total.tsx';

cardShelf.setState({ Cards: TicketCards });

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
