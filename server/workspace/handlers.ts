import type { workspaceEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Workspace } from './workspace.ts';

type Options = {
  workspace: Workspace;
  /** Makes every instance look at the log now. */
  ring: () => void;
};

/** The workspace: what admins decide about it. */
export const workspaceHandlers = ({ workspace, ring }: Options): HandlersOf<typeof workspaceEvents> => ({
  'workspace:settings': () => workspace.settings(),
  'workspace:update': async ({ me, address }, payload) => {
    const answer = await workspace.update({ id: me.id, address }, payload);
    if (answer.ok) ring();
    return answer;
  },
});
