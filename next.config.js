/** @type {import('next').NextConfig} */
export default {
  // Set by scripts/build/steps.ts; null: Next.js makes one up.
  generateBuildId: () => process.env.BUILT_FROM?.slice(0, 20) ?? null,
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // TypeScript 7 has no JavaScript API that Next could call; `npm run check` runs tsc instead.
  typescript: { ignoreBuildErrors: true },
  // Next would otherwise write its own instructions for coding agents into the repository.
  agentRules: false,
  devIndicators: false,
  experimental: { optimizePackageImports: ['radix-ui', 'virtua'] },
  turbopack: {
    root: import.meta.dirname,
    // The catalogues are compiled once on the server (app/_messages/catalogue.ts), so no browser needs an ICU parser.
    resolveAlias: { 'use-intl/format-message': './app/_messages/format-message.ts' },
  },
};
