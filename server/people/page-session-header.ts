/** The header in which `server/http` tells a page who is asking. Whatever a browser sends under this name is dropped. */
export const pageSessionHeader = 'x-switchboard-me';
