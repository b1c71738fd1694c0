# syntax=docker/dockerfile:1
# One image for every role: ROLES decides at the start what a container does.

ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build
# What only the build needs. A unit test holds that the server imports none of these. The image has a node of its own.
RUN npm pkg delete \
      dependencies.node dependencies.prisma dependencies.typescript dependencies.lucide-react \
      dependencies.tailwindcss dependencies.@tailwindcss/postcss \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/@next/swc-* .next/cache

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    NEXT_TELEMETRY_DISABLED=1
RUN install -d -o node -g node /data
WORKDIR /app
# Everything belongs to root: the server can read it and cannot change it.
COPY --from=build /app/package.json /app/next.config.js ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/public ./public
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/prisma/functions ./prisma/functions
COPY --from=build /app/protocol ./protocol
COPY --from=build /app/server ./server
COPY --from=build /app/.next ./.next
USER node
# Used only without DATABASE_URL, by the embedded database.
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: SIGTERM reaches node, which sends its people to other instances before it ends.
CMD ["node", "server/main.ts"]
