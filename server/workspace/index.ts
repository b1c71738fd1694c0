export { workspaceHandlers } from './handlers.ts';
export { Workspace } from './workspace.ts';
