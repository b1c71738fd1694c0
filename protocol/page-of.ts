/**
 * The id of the person a page was made for, with every request about an account. When the session is somebody else's by
 * now, the request is refused with 409 and the code `OTHER_PERSON`, and changes nothing.
 */
export const pageOfHeader = 'x-switchboard-page-of';
