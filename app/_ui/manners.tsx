'use client';

import { FilesRefused } from './files-refused.tsx';
import { InputMethods } from './input-methods.tsx';
import { later } from './later.tsx';

const LaterManners = later(() => import('./later-manners.tsx'));

/** What holds on every page, whatever it shows; from the first moment on, what keys mean and that a file replaces nothing. */
export const Manners = () => (
  <>
    <FilesRefused />
    <InputMethods />
    <LaterManners />
  </>
);
