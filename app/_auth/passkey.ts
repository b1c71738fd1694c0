import { auth } from './client.ts';
import type { AuthRefusal } from './refusal.ts';

type Ours = { data: unknown };
type Answer = { data: unknown; error: AuthRefusal | null };

/** Loaded when somebody wants a passkey: most never do. */
const library = () => import('@simplewebauthn/browser');

/** Whether this browser can keep or use passkeys. */
export const hasPasskeys = (): boolean => typeof window !== 'undefined' && 'PublicKeyCredential' in window;

/** What a browser throws when its person says no, or the device has nothing that fits. */
const refusal = (error: unknown): Answer => ({
  data: null,
  error: {
    status: 403,
    code: error instanceof Error && error.name === 'InvalidStateError' ? 'PASSKEY_THERE' : 'PASSKEY_ENDED',
  },
});

/** Has the device make a key for whoever is signed in. */
export const makePasskey = async (name: string): Promise<Answer> => {
  const begun = await auth.$fetch<Ours>('/passkeys/begin', { method: 'POST', body: {} });
  if (begun.error) return begun;
  const { startRegistration } = await library();
  const optionsJSON = begun.data?.data as Parameters<typeof startRegistration>[0]['optionsJSON'];
  try {
    const response = await startRegistration({ optionsJSON });
    return await auth.$fetch('/passkeys/make', { method: 'POST', body: { name, response } });
  } catch (error) {
    return refusal(error);
  }
};

/** Has the device sign, to sign in or to prove again who is there. */
export const signByPasskey = async (path: '/passkeys/sign-in' | '/passkeys/confirm'): Promise<Answer> => {
  const begun = await auth.$fetch<Ours>('/passkeys/ask', { method: 'POST', body: {} });
  if (begun.error) return begun;
  const { startAuthentication } = await library();
  const optionsJSON = begun.data?.data as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  try {
    const response = await startAuthentication({ optionsJSON });
    return await auth.$fetch(path, { method: 'POST', body: { response } });
  } catch (error) {
    return refusal(error);
  }
};
