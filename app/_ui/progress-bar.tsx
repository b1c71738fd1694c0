type ProgressBarProps = {
  label: string;
  /** Of `max`; null where nobody knows how much there is. */
  value: number | null;
  max: number;
};

/** How far something is. Drawn here: browsers have colours of their own for it, which are none of ours. */
export const ProgressBar = ({ label, value, max }: ProgressBarProps) => (
  <progress
    aria-label={label}
    {...(value !== null && { value })}
    max={max}
    className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
  />
);
