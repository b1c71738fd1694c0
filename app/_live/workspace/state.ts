import type { Workspace } from '../../../protocol/index.ts';

export type WorkspaceState = {
  /** Null until an instance has said it. */
  readonly workspace: Workspace | null;
};

export const initial = (): WorkspaceState => ({ workspace: null });
