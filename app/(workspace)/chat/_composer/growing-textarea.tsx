'use client';

import { type ComponentProps, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { cn } from '../../../_ui/class-names.ts';

const lines = 8;
const lineHeight = 22;

/** A text field as high as what is written in it, up to eight lines. */
export const GrowingTextarea = ({ ref, className, value, ...rest }: ComponentProps<'textarea'>) => {
  const field = useRef<HTMLTextAreaElement>(null);
  // The ref is set before any effect runs, and stays for as long as the field is there.
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the value
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    const style = getComputedStyle(element);
    const around = element.offsetHeight - element.clientHeight;
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    element.style.height = `${Math.min(element.scrollHeight, lines * lineHeight + padding) + around}px`;
  }, [value]);
  return (
    <textarea
      ref={field}
      rows={1}
      value={value}
      className={cn(
        'block w-full resize-none text-message placeholder:text-faint max-sm:text-lg max-sm:leading-[22px]',
        className,
      )}
      {...rest}
    />
  );
};
