// The roles a platform consists of, in the order in which they start.

import type { Config } from '../../contracts/generic/config.ts';
import { usesLocalProvider } from '../../engine/channels.ts';

export type RoleName = 'provider' | 'traces' | 'worker' | 'realtime' | 'renderer' | 'api';

export type Role = {
  readonly name: RoleName;
  /** The bundle in the folder of the supervisor's own. */
  readonly entry: string;
  readonly count: (config: Config) => number;
  /** Memory answers to these: a small semi-space, a capped old space, one platform thread. */
  readonly nodeFlags: readonly string[];
  /** The replacement serves before the old one stops, so that no request fails. */
  readonly rolling: boolean;
  readonly scalable: boolean;
};

const common = ['--v8-pool-size=1', '--enable-source-maps'];
const lean = ['--max-semi-space-size=2', ...common];
/**
 * For roles of which there are few: V8's own semi-space, since what is under way (a batch, until its transaction ends)
 * would be copied again and again in a small one. Optimises from the first calls on.
 */
const roomy = [...common, '--no-lazy-feedback-allocation'];

export const roles: readonly Role[] = [
  {
    name: 'provider',
    entry: 'provider.js',
    count: (config) => (usesLocalProvider(config) ? 1 : 0),
    nodeFlags: [...lean, '--max-old-space-size=96'],
    rolling: false,
    scalable: false,
  },
  {
    name: 'traces',
    entry: 'traces.js',
    count: (config) => (config.OTEL_EXPORTER_OTLP_ENDPOINT ? 0 : 1),
    nodeFlags: [...roomy, '--max-old-space-size=192'],
    rolling: false,
    scalable: false,
  },
  {
    name: 'worker',
    entry: 'worker.js',
    count: (config) => config.WORKER_PROCESSES,
    nodeFlags: [...roomy, '--max-old-space-size=256'],
    rolling: false,
    scalable: true,
  },
  {
    name: 'realtime',
    entry: 'realtime.js',
    count: () => 1,
    // Small collections stop it for less: with V8's own semi-space one took 6 to 18 ms under load.
    nodeFlags: [...roomy, '--max-semi-space-size=4', '--max-old-space-size=768'],
    rolling: false,
    scalable: false,
  },
  {
    name: 'renderer',
    entry: 'renderer.js',
    count: (config) => config.RENDERER_PROCESSES,
    nodeFlags: [...lean, '--max-old-space-size=128'],
    // While there is none browsers draw pages themselves.
    rolling: false,
    scalable: false,
  },
  {
    name: 'api',
    entry: 'api.js',
    count: (config) => config.API_PROCESSES,
    nodeFlags: [
      '--max-semi-space-size=2',
      '--v8-pool-size=1',
      // 25 MB live under load, 34 with every administrator's page open at once: see docs/decisions/0009.
      '--max-old-space-size=40',
      // Optimises from the first calls on: a tenth less processor time in the first thousand requests.
      '--no-lazy-feedback-allocation',
    ],
    rolling: true,
    scalable: true,
  },
];

export function roleNamed(name: string): Role {
  const role = roles.find((candidate) => candidate.name === name);
  if (!role) throw new Error(`There is no role "${name}". There are: ${roles.map((r) => r.name).join(', ')}`);
  return role;
}
