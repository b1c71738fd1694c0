/** The header in which `server/doors/http` tells a page who is asking. Whatever a browser sends under this name is dropped. */
export const pageSessionHeader = 'x-switchboard-me';

/** The header in which `server/doors/http` tells a page how people without a session get in. Dropped like the other one. */
export const pageWelcomeHeader = 'x-switchboard-welcome';

/** The header in which `server/doors/http` tells a page what everybody may know of the workspace, likewise. */
export const pageWorkspaceHeader = 'x-switchboard-workspace';

/** The header in which `server/doors/http` tells a page the nonce of its own scripts, likewise. */
export const pageNonceHeader = 'x-switchboard-nonce';
