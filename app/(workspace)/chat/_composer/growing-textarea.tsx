'use client';

import { type ComponentProps, type RefObject, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { cn } from '../../../_ui/class-names.ts';
import { piecesOfWritten, type Written } from '../_message-text/written.ts';

const lines = 8;
const lineHeight = 22;
const look = 'block w-full text-message max-sm:text-lg max-sm:leading-[22px]';

const useGrowing = (field: RefObject<HTMLTextAreaElement | null>, text: string): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    const style = getComputedStyle(element);
    const around = element.offsetHeight - element.clientHeight;
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    element.style.height = `${Math.min(element.scrollHeight, lines * lineHeight + padding) + around}px`;
  }, [field, text]);
};

type GrowingTextareaProps = Omit<ComponentProps<'textarea'>, 'value'> & { written: Written; className: string };

/**
 * A text field as high as what is written in it, up to eight lines. Who is mentioned is marked: a name that was only
 * typed looks like any other word.
 */
export const GrowingTextarea = ({ ref, className, written, ...rest }: GrowingTextareaProps) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const behind = useRef<HTMLDivElement>(null);
  // The ref is set before any effect runs, and stays for as long as the field is there.
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement, []);
  useGrowing(field, written.text);
  const follow = () => {
    if (field.current && behind.current) behind.current.scrollTop = field.current.scrollTop;
  };
  useLayoutEffect(follow);
  return (
    <div className="relative min-w-0 flex-1">
      {written.mentions.length > 0 ? (
        <div
          ref={behind}
          aria-hidden
          dir="auto"
          className={cn(
            'pointer-events-none absolute inset-0 select-none overflow-y-auto whitespace-pre-wrap text-transparent [overflow-wrap:break-word] [unicode-bidi:plaintext]',
            look,
            className,
          )}
        >
          {piecesOfWritten(written).map(({ text, id }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
            <span key={place} className={id === null ? undefined : 'rounded-sm bg-accent-wash'}>
              {text}
            </span>
          ))}
        </div>
      ) : null}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        onScroll={follow}
        className={cn('relative resize-none bg-transparent outline-none placeholder:text-faint', look, className)}
        {...rest}
        value={written.text}
      />
    </div>
  );
};
