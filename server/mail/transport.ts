import { createHash } from 'node:crypto';

/** What is handed to the mail server. */
export type Envelope = { id: string; to: string; subject: string; text: string; html: string };

/** A way out for letters. */
export type Transport = {
  /** @throws why the mail server did not take it, or could not be reached */
  send(envelope: Envelope): Promise<void>;
};

// A job is given up for dead after a minute.
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/**
 * Sends over SMTP. The library is loaded with the first letter: most processes never write one.
 * @param options.url SMTP_URL; what its query says (`?requireTLS=true`) is the library's
 * @param options.from MAIL_FROM
 */
export const createTransport = (options: { url: string; from: string; host: string }): Transport => {
  const { url, from, host } = options;
  return {
    send: async ({ id, to, subject, text, html }) => {
      const { createTransport: open } = await import('nodemailer');
      const transport = open({ url, ...patience, disableFileAccess: true, disableUrlAccess: true });
      // The same at every attempt: whoever gets it twice, because an answer was lost, sees it once.
      const messageId = `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${host}>`;
      try {
        // As one address, never a list: what is typed as an address must not become several.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html, messageId });
      } finally {
        transport.close();
      }
    },
  };
};
