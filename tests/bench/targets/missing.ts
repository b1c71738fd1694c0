/** A server that cannot be measured on this machine; the message says why. Not a mistake: the others are measured. */
export class TargetMissing extends Error {}
