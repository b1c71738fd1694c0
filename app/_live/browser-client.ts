import type { Confirmation, Me, Workspace } from '../../protocol/index.ts';
import { renewWhereCodeIsMissing } from '../_ui/renewal.ts';
import { createClient } from './client.ts';
import { realClock } from './core/clock.ts';
import { browserFrame } from './core/frames.ts';
import { browserNetwork } from './core/network.ts';
import { indexedDbOutbox } from './core/outbox/storage-indexeddb.ts';
import { browserTabs } from './core/tabs/browser.ts';
import { browserVisibility } from './core/visibility.ts';
import { lateWire } from './core/wire/late.ts';
import { loadSocketWire } from './core/wire/loading.ts';
import type { LiveClient } from './live-client.ts';

const report = (error: unknown) => {
  console.error(error);
  renewWhereCodeIsMissing(error);
};

/** Loaded when something dear is asked, which most pages never do. */
const confirm = async (ways: readonly Confirmation[]) =>
  (await import('../_auth/confirm/question.ts')).confirmAgain(ways);

/** The client of a page; while the page is rendered on the server it is never started, and touches nothing of a browser. */
export const createBrowserClient = (me: Me, workspace: Workspace | null): LiveClient =>
  createClient(
    { me, workspace, confirm },
    {
      connect: lateWire(loadSocketWire({ auth: { me: me.id }, report }), report),
      outbox: indexedDbOutbox(me.id, report),
      tabs: browserTabs({ userId: me.id, report, visibility: browserVisibility }),
      network: browserNetwork,
      clock: realClock,
      nextFrame: browserFrame,
      report,
    },
  );
