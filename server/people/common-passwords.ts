import { limits } from '../../protocol/index.ts';

let list: Promise<ReadonlySet<string>> | undefined;

// 50,000 of them: loaded when somebody chooses the first password, which a worker and most instances never see.
const load = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(
    dictionary['passwords-common']
      .filter(({ length }) => length >= limits.passwordLeast)
      .map((word) => word.toLowerCase()),
  );
};

/** Whether a password is among those that everybody tries first. */
export const isCommonPassword = async (password: string): Promise<boolean> => {
  list ??= load();
  return (await list).has(password.toLowerCase());
};
