/** The product's sign: two lines, patched across. The same drawing as public/icon.svg. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path d="M9 10h3.5c6 0 3 12 9 12H23" fill="none" stroke="#fff" strokeWidth="2.5" strokeLinecap="round" />
    <path d="M9 22h3M20 10h3" stroke="#fff" strokeOpacity=".55" strokeWidth="2.5" strokeLinecap="round" />
    <circle cx="8.5" cy="10" r="3" fill="#fff" />
    <circle cx="23.5" cy="22" r="3" fill="#fff" />
    <circle cx="8.5" cy="22" r="2.5" fill="#fff" fillOpacity=".55" />
    <circle cx="23.5" cy="10" r="2.5" fill="#fff" fillOpacity=".55" />
  </svg>
);
