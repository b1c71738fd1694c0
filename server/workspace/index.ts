export { workspaceHandlers } from './handlers.ts';
export { logoShown, Workspace } from './workspace.ts';
