import { X } from 'lucide-react';

type FilterChipProps = {
  field: string;
  value: string;
  /** What pressing it does. */
  label: string;
  onRemove: () => void;
};

/** A filter that is set; it can be taken away. */
export const FilterChip = ({ field, value, label, onRemove }: FilterChipProps) => (
  <button
    type="button"
    aria-label={label}
    onClick={onRemove}
    className="flex h-8 max-w-72 items-center gap-1 rounded-md bg-accent-wash px-2 text-accent-ink text-sm max-sm:h-10"
  >
    <bdi className="truncate">
      {field}: {value}
    </bdi>
    <X className="size-3.5 shrink-0" aria-hidden />
  </button>
);
