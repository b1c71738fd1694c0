import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Kafka, startKafka } from '../../../scripts/installation/kafka.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { makeFolder, removeFolder } from '../../../scripts/installation/processes.ts';
import { onPath } from '../../../scripts/installation/programs.ts';

const run = promisify(execFile);

/** A broker that may also be spoken to by whoever signs in, unencrypted and encrypted. */
export type GuardedKafka = {
  kafka: Kafka;
  user: string;
  password: string;
  /** Where one signs in. */
  guarded: string;
  /** Where one signs in and all is encrypted, and the certificate of that; missing where there is no openssl. */
  encrypted: { brokers: string; certificate: string } | undefined;
};

type Certificate = { certificate: string; key: string };

const makeCertificate = async (): Promise<Certificate | undefined> => {
  const openssl = await onPath('openssl');
  if (openssl === undefined) return undefined;
  const folder = makeFolder('certificate');
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const what = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate];
    await run(openssl, [...what, ...subject]);
    return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
  } finally {
    removeFolder(folder);
  }
};

// server.properties reads them so.
const inOneLine = (pem: string): string => pem.trim().replaceAll('\n', '\\n');

const encryptedWith = ({ certificate, key }: Certificate) => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.certificate.chain': inOneLine(certificate),
  'ssl.keystore.key': inOneLine(key),
});

/** Starts it. */
export const startGuardedKafka = async (): Promise<GuardedKafka> => {
  const [guarded, encrypted] = [await freePort(), await freePort()];
  const [user, password] = ['desk', 'the password of the desk'];
  const certificate = await makeCertificate();
  const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${user}="${password}";`;
  const listeners = [
    `SASL_PLAINTEXT://localhost:${guarded}`,
    ...(certificate ? [`SASL_SSL://localhost:${encrypted}`] : []),
  ];
  const kafka = await startKafka(({ port, controller }) => ({
    listeners: [`PLAINTEXT://127.0.0.1:${port}`, `CONTROLLER://127.0.0.1:${controller}`, ...listeners].join(','),
    'advertised.listeners': [`PLAINTEXT://127.0.0.1:${port}`, ...listeners].join(','),
    'listener.security.protocol.map':
      'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': jaas,
    'listener.name.sasl_ssl.plain.sasl.jaas.config': jaas,
    ...(certificate && encryptedWith(certificate)),
  }));
  return {
    ...{ kafka, user, password, guarded: `localhost:${guarded}` },
    encrypted: certificate && { brokers: `localhost:${encrypted}`, certificate: certificate.certificate },
  };
};
