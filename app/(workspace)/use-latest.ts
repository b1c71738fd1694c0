'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';

/** The newest value, for callbacks that must not change with it. */
export const useLatest = <T>(value: T): RefObject<T> => {
  const ref = useRef(value);
  useLayoutEffect(() => {
    ref.current = value;
  });
  return ref;
};
