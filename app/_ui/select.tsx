'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';

type SelectProps = {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** One of several, in a small field. */
export const Select = ({ label, value, options, onChange }: SelectProps) => (
  <Radix.Root value={value} onValueChange={onChange}>
    <Radix.Trigger
      aria-label={label}
      className="flex h-8 items-center gap-1 rounded-md border border-line bg-canvas px-2 text-sm hover:bg-sunken max-sm:h-10"
    >
      <Radix.Value />
      <Radix.Icon>
        <ChevronDown className="size-4 text-soft" aria-hidden />
      </Radix.Icon>
    </Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        position="popper"
        sideOffset={4}
        collisionPadding={8}
        className="z-50 max-h-80 min-w-40 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
      >
        <Radix.Viewport className="p-1">
          {options.map((option) => (
            <Radix.Item
              key={option.value}
              value={option.value}
              className="flex h-8 cursor-pointer select-none items-center justify-between gap-3 rounded-md px-2 outline-none data-highlighted:bg-sunken max-sm:h-11"
            >
              <Radix.ItemText>{option.label}</Radix.ItemText>
              <Radix.ItemIndicator>
                <Check className="size-4 text-accent-ink" aria-hidden />
              </Radix.ItemIndicator>
            </Radix.Item>
          ))}
        </Radix.Viewport>
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
