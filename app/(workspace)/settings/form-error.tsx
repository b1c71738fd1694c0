/** What is wrong with a form as a whole; empty while nothing is. */
export const FormError = ({ text }: { text: string | undefined }) => (
  <p role="alert" className="text-danger-ink empty:hidden">
    {text}
  </p>
);
