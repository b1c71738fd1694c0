'use client';

import { FocusKeeper } from './focus-keeper.tsx';
import { Hints } from './hints.tsx';
import { KeyboardInset } from './keyboard-inset.tsx';

/** What nobody needs before the page can be read. */
export default function LaterManners() {
  return (
    <>
      <FocusKeeper />
      <KeyboardInset />
      <Hints />
    </>
  );
}
