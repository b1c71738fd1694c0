/** One client's connection, whatever it speaks. */
export type Connection = {
  /**
   * @param payload JSON of the one argument
   * @param onAnswer called with the JSON of the answer, in the form of the protocol
   */
  request(event: string, payload: string, onAnswer: (answer: string) => void): void;
  /** Loses it: nothing is said. */
  cut(): void;
  /** Says goodbye. */
  close(): void;
};

export type ConnectionEvents = {
  /** It may be used; `pid` is what a server that recovers state calls it. */
  connected(session: { pid: string | undefined }): void;
  /** What the server says unasked: the bytes of its JSON, valid only during this call. */
  event(bytes: Buffer, start: number, end: number): void;
  closed(reason: string): void;
};
