'use client';

import { useEffect, useRef } from 'react';
import { type OtherWay, OtherWayIn } from './form-frame.tsx';

/** Stands in the place of a form that did what it was for; read out, and gone to, as a page would be. */
export const Done = ({ title, lead, other }: { title: string; lead: string; other: OtherWay }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="font-semibold text-2xl outline-none">
        {title}
      </h1>
      <p role="status" className="wrap-anywhere mt-2">
        {lead}
      </p>
      <OtherWayIn {...other} />
    </>
  );
};
