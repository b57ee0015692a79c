/** The Kubernetes manifests: built by kustomize where there is kubectl, each object against its kind's schema. */
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { parseAllDocuments } from 'yaml';
import { tryRun } from '../../../src/ops/debian-packages.ts';
import { assertNone, type Check } from './check.ts';
import { list, read, root } from './files.ts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

type Model = new (data: never) => { validate(): void };

const models: Readonly<Record<string, Model>> = {
  'apps/v1 Deployment': Deployment,
  'batch/v1 Job': Job,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 Service': Service,
  'keda.sh/v1alpha1 ScaledObject': ScaledObject,
};

const folders = ['deploy/kubernetes/base', 'deploy/kubernetes/overlays/keda'];

export function manifestsIn(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** Those of the files, before kustomize touches them. */
export function allManifests(): Manifest[] {
  return folders
    .flatMap((folder) => list(folder, '.yaml'))
    .filter((file) => !file.endsWith('kustomization.yaml'))
    .flatMap((file) => manifestsIn(read(file)));
}

export function manifestProblems(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) => {
    const kind = `${manifest.apiVersion} ${manifest.kind}`;
    const Kind = models[kind];
    if (!Kind) return [`${kind} ${manifest.metadata.name}: no schema is known for it`];
    try {
      new Kind(manifest as never).validate();
      return [];
    } catch (error) {
      return [`${kind} ${manifest.metadata.name}: ${(error as Error).message}`];
    }
  });
}

export const kubernetesChecks: readonly Check[] = [
  {
    name: 'Kubernetes manifests',
    run: async () => {
      const manifests = allManifests();
      assertNone(manifestProblems(manifests));
      return { checked: `${manifests.length} objects against the schemas of Kubernetes and KEDA` };
    },
  },
  {
    name: 'kustomize: base and overlay',
    run: async () => {
      if ((await tryRun('kubectl', ['version', '--client'])).code !== 0) {
        return { notChecked: 'there is no kubectl here' };
      }
      const counts = [];
      for (const folder of folders) {
        const { code, output } = await tryRun('kubectl', ['kustomize', folder], process.env, root);
        if (code !== 0) throw new Error(output.trim());
        const manifests = manifestsIn(output);
        assertNone(manifestProblems(manifests));
        counts.push(`${manifests.length} objects in ${folder.split('/').at(-1)}`);
      }
      return { checked: `built by kubectl, ${counts.join(', ')}, against the same schemas` };
    },
  },
];
