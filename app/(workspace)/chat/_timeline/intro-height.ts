/** Height of what stands above the oldest loaded message; the same with and without older ones, so that nothing moves. */
export const introHeight = 136;
