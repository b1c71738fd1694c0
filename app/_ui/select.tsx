'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';

type SelectProps = {
  label: string;
  /** What is chosen; without it the field goes on saying `placeholder`, as for something that is only added elsewhere. */
  value?: string;
  placeholder?: string;
  /** `note` is said beside it, more quietly. */
  options: readonly { value: string; label: string; note?: string }[];
  /** Said where there is nothing to choose. */
  empty?: string;
  /** Said below the choices. */
  footer?: string | undefined;
  onOpen?: () => void;
  onChange: (value: string) => void;
};

/** One of several, to be chosen from a small field. */
export const Select = ({ label, value = '', placeholder, options, empty, footer, onOpen, onChange }: SelectProps) => (
  <Radix.Root value={value} onValueChange={onChange} onOpenChange={(open) => open && onOpen?.()}>
    <Radix.Trigger
      aria-label={label}
      className="flex h-8 items-center gap-1 rounded-md border border-line bg-canvas px-2 text-sm hover:bg-sunken max-sm:h-10"
    >
      <Radix.Value placeholder={placeholder} />
      <Radix.Icon>
        <ChevronDown className="size-4 text-soft" aria-hidden />
      </Radix.Icon>
    </Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        position="popper"
        sideOffset={4}
        collisionPadding={8}
        className="z-50 flex max-h-80 min-w-44 max-w-80 animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
      >
        <Radix.Viewport className="p-1">
          {options.map((option) => (
            <Radix.Item
              key={option.value}
              value={option.value}
              className="flex h-8 cursor-pointer select-none items-center justify-between gap-3 rounded-md px-2 outline-none data-highlighted:bg-sunken max-sm:h-11"
            >
              <span className="truncate">
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </span>
              {option.note === undefined ? null : (
                <span className="text-faint text-sm tabular-nums">{option.note}</span>
              )}
              <Radix.ItemIndicator>
                <Check className="size-4 text-accent-ink" aria-hidden />
              </Radix.ItemIndicator>
            </Radix.Item>
          ))}
          {options.length === 0 && empty !== undefined ? <p className="px-2 py-1.5 text-soft">{empty}</p> : null}
        </Radix.Viewport>
        {footer === undefined ? null : <p className="border-t px-3 py-1.5 text-faint text-xs">{footer}</p>}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
