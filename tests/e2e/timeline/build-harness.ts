import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/postcss';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The page of `harness.tsx`, in one script and one style sheet: the timeline of the product with a server in the page. */
export const buildHarness = async (): Promise<{ script: string; style: string }> => {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    css: { postcss: { plugins: [tailwind()] } },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('harness.tsx', import.meta.url)),
        output: { codeSplitting: false },
      },
    },
  });
  const files = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const script = files.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('\n');
  const style = files.flatMap((file) => (file.type === 'asset' ? [String(file.source)] : [])).join('\n');
  return { script, style };
};
