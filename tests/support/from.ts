/** Somebody who asks, from an address that nobody has. */
export const from = ({ id }: { id: string }): { id: string; address: string } => ({ id, address: '192.0.2.1' });
