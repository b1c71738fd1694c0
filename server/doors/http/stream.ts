const encoder = new TextEncoder();

/** What is taken from the database as fast as the one who asked reads it, and no further. */
export const streamOf = (parts: AsyncGenerator<string | Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      },
      cancel: async () => {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );

const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** With signs that are not everywhere read alike it has two: one of those that are, and the one that is meant (RFC 6266). */
const nameOf = (name: string): string => {
  const plain = name.replaceAll(/[^\w.-]+/g, '_');
  return plain === name ? `filename="${name}"` : `filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
};

/** Headers of a file that is saved, and never shown. */
export const fileHeaders = (name: string, type: string): Record<string, string> => ({
  'content-type': type,
  'content-disposition': `attachment; ${nameOf(name)}`,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
});
