'use client';

import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';

type ChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
};

/** One of a few, all of them in sight. */
export const Choice = <Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) => (
  <ToggleGroup.Root
    type="single"
    aria-label={label}
    value={value}
    onValueChange={(chosen) => {
      const option = options.find((candidate) => candidate.value === chosen);
      if (option) onChange(option.value);
    }}
    className="inline-flex w-fit rounded-lg bg-sunken p-1"
  >
    {options.map((option) => (
      <ToggleGroup.Item
        key={option.value}
        value={option.value}
        className="flex h-8 items-center gap-2 rounded-md px-3 font-medium text-soft hover:text-ink data-[state=on]:bg-canvas data-[state=on]:text-ink data-[state=on]:shadow-sm dark:data-[state=on]:bg-control/40 max-sm:h-10 [&_svg]:size-4"
      >
        {option.icon}
        {option.label}
      </ToggleGroup.Item>
    ))}
  </ToggleGroup.Root>
);
