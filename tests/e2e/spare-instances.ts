import { type Instance, startInstance } from '../../scripts/installation/instances.ts';
import { type Nginx, startNginx } from '../../scripts/installation/nginx.ts';
import { freePort } from '../../scripts/installation/ports.ts';
import { createDatabase } from '../../scripts/installation/postgres.ts';
import { installation } from './installation.ts';

/** Two more instances of the installation behind a load balancer of their own, for a test that breaks them. */
export type SparePair = { url: string; instances: [Instance, Instance]; nginx: Nginx; stop(): Promise<void> };

export const startSparePair = async (): Promise<SparePair> => {
  const { databaseUrl, redisUrl, secrets } = installation();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const shared = { databaseUrl, redisUrl, publicUrl: url, env: secrets };
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(started.splice(0).map((service) => service.stop()));
  };
  const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const service = await starting;
    started.push(service);
    return service;
  };
  try {
    const instances: [Instance, Instance] = [
      await keep(startInstance(shared, { id: 'spare-1', roles: 'web,live' })),
      await keep(startInstance(shared, { id: 'spare-2', roles: 'web,live' })),
    ];
    const ports = instances.map((instance) => instance.port);
    return { url, instances, nginx: await keep(startNginx(ports, port)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/**
 * A whole new installation of two instances, with an empty database: nobody has an account.
 * @param env what else is set
 */
export const startNewInstallation = async (
  env: Record<string, string> = {},
): Promise<{ instances: [Instance, Instance]; databaseUrl: string; stop(): Promise<void> }> => {
  const { postgresUrl, redisUrl, secrets } = installation();
  const databaseUrl = await createDatabase(postgresUrl);
  const shared = { databaseUrl, redisUrl, env: { ...secrets, SIGN_UP: '', ...env } };
  const one = await startInstance(shared, { id: 'new-1', roles: 'web,live,worker' });
  try {
    const two = await startInstance(shared, { id: 'new-2', roles: 'web,live' });
    const stop = async () => void (await Promise.all([one.stop(), two.stop()]));
    return { instances: [one, two], databaseUrl, stop };
  } catch (error) {
    await one.stop();
    throw error;
  }
};
