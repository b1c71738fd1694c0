'use client';

import { useEffect, useState } from 'react';
import { auth } from '../../_auth/client.ts';
import { useSecretOfAddress } from '../secret-of-address.ts';
import { LetterForm } from './letter-form.tsx';
import { SignUpForm } from './sign-up-form.tsx';

type DomainSignUpProps = { next: string; domains: readonly string[]; provider: string | null };

/** What the link of a letter proves, once the server has said so. */
const useProved = () => {
  const [confirmation] = useSecretOfAddress('confirmation');
  const [read, setRead] = useState<{ confirmation: string; email: string | null } | null>(null);
  useEffect(() => {
    if (confirmation === '') return;
    auth
      .$fetch<{ data: { email: string } }>('/sign-up/confirmation', { method: 'POST', body: { confirmation } })
      .catch(() => ({ data: null }))
      .then(({ data }) => setRead({ confirmation, email: data?.data.email ?? null }));
  }, [confirmation]);
  const email = read?.email ?? null;
  return { proved: email === null ? null : { confirmation, email }, isOver: read !== null && email === null };
};

/** Making an account where the domain of an address lets people in: first a letter proves the address, then there is a form. */
export const DomainSignUp = ({ next, domains, provider }: DomainSignUpProps) => {
  const { proved, isOver } = useProved();
  // A link that is over takes the place of whatever stood here, as when it is opened where one has asked for it.
  if (proved === null)
    return <LetterForm key={String(isOver)} next={next} domains={domains} provider={provider} isOver={isOver} />;
  return <SignUpForm next={next} isFirst={false} host={null} invitation={null} proved={proved} provider={null} />;
};
