import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../../scripts/installation/ports.ts';

/** A letter as it arrived. */
export type Arrived = {
  to: string[];
  from: string | undefined;
  subject: string;
  id: string;
  text: string;
  html: string;
};

/** A real SMTP server, which remembers what it takes and can be made to refuse. */
export type MailServer = {
  /** As in SMTP_URL. */
  url: string;
  /** What it has taken, oldest first. */
  arrived: Arrived[];
  /** How often it was asked and said no. */
  refusals: number;
  /** Refuses that many letters before it takes one, with this answer. */
  refuse(times: number, code: number, message: string): void;
  close(): Promise<void>;
};

class Refusal extends Error {
  readonly responseCode: number;

  constructor(code: number, message: string) {
    super(message);
    this.responseCode = code;
  }
}

const read = async (chunks: Buffer[]): Promise<Arrived> => {
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  return {
    to: (mail.to ?? []).map(({ address }) => address ?? ''),
    from: mail.from?.address,
    ...{ subject: mail.subject ?? '', id: mail.messageId ?? '' },
    ...{ text: mail.text ?? '', html: mail.html ?? '' },
  };
};

export const startMailServer = async (): Promise<MailServer> => {
  let answer = { left: 0, code: 0, message: '' };
  const port = await freePort();
  const state: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    arrived: [],
    refusals: 0,
    refuse: (left, code, message) => {
      answer = { left, code, message };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => {
      if (answer.left === 0) return callback();
      answer.left -= 1;
      state.refusals += 1;
      callback(new Refusal(answer.code, answer.message));
    },
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        read(chunks)
          .then((mail) => {
            state.arrived.push(mail);
            callback();
          })
          .catch(callback);
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return state;
};
