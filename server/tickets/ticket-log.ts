/** The one feed there is. */
export const feedId = '00000000-0000-0000-0000-00000000feed';

/** Its name among the logs. */
export const ticketLog = `feed:${feedId}`;
