// The production stack is made from the tables of the code, and says nothing that the code does not.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { causes } from '../../scripts/observability/causes.ts';
import {
  composeChecks,
  fillIn,
  readCompose,
  readEnvFile,
} from '../../scripts/observability/checks/compose.ts';
import {
  collectorProblems,
  configurationChecks,
  sourceProblems,
} from '../../scripts/observability/checks/configurations.ts';
import { list, read, readYaml, root } from '../../scripts/observability/checks/files.ts';
import { allManifests, manifestProblems } from '../../scripts/observability/checks/kubernetes.ts';
import {
  allQueries,
  logProblemsOf,
  problemsOf,
  scalingQueries,
} from '../../scripts/observability/checks/queries.ts';
import { dashboards } from '../../scripts/observability/dashboards.ts';
import { generatedFiles } from '../../scripts/observability/files.ts';
import { within } from '../../scripts/observability/promql.ts';
import { alertNames, allRules, limit, runbookOf } from '../../scripts/observability/rules.ts';
import { slos } from '../../scripts/observability/slos.ts';
import { metricTable } from '../../src/contracts/generic/metrics.ts';
import { queueNames } from '../../src/contracts/generic/queues.ts';
import { readConfig } from '../../src/engine/config.ts';
import { roles } from '../../src/ops/supervisor/roles.ts';

describe('rules and dashboards', () => {
  it.each([...generatedFiles()])('%s is current (npm run observability)', (path, text) => {
    expect(existsSync(join(root, path)) ? read(path) : '').toBe(text);
  });

  it('name only metrics and labels that there are', () => {
    expect(allQueries().flatMap(problemsOf)).toEqual([]);
  });

  it('a query with a metric or a label that there is not is found', () => {
    const where = 'a test';
    expect(problemsOf({ where, expr: 'sum(rate(trunkline_rings_totals[5m]))' })).toHaveLength(1);
    expect(problemsOf({ where, expr: 'trunkline_rings_total{outcom="sent"}' })).toHaveLength(1);
    expect(problemsOf({ where, expr: 'sum(rate(trunkline_rings_total[5m]' })).toHaveLength(1);
    expect(logProblemsOf({ where, expr: '{service_name=~"trunkline-.+"} |= "late"' })).toEqual([]);
    expect(logProblemsOf({ where, expr: '{service_name=~"trunkline-.+" |= "late"' })).toHaveLength(1);
    expect(logProblemsOf({ where, expr: '{}' })).toHaveLength(1);
  });

  it('the two seconds of the promise are a bound of the histogram, so that they can be counted', () => {
    expect(within('eventAge', 2)).toContain('le=~"2|2[.]0"');
    expect(() => within('eventAge', 3)).toThrow('no bound 3');
  });

  it('show every metric of the table', () => {
    const shown = allQueries()
      .map(({ expr }) => expr)
      .join('\n');
    const unseen = Object.values(metricTable).filter(({ name }) => !shown.includes(name));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });
});

describe('alerts', () => {
  it('each has a runbook that says what people see, what to check and what to do', () => {
    for (const alert of alertNames) {
      const text = existsSync(join(root, runbookOf(alert))) ? read(runbookOf(alert)) : '';
      expect(text.match(/^## .+/gm), alert).toEqual(['## What people see', '## Check', '## Do']);
    }
  });

  it('each runbook is of an alert', () => {
    // Those of tasks that nobody is alerted to have hyphens in their names.
    const ofAlerts = list('docs/runbooks', '.md').filter((name) => !name.includes('-'));
    expect(ofAlerts.sort()).toEqual(alertNames.map(runbookOf).sort());
  });

  it('each leads to a dashboard that there is, and the dashboard back to the runbook', () => {
    for (const { alert, dashboard } of [...slos, ...causes]) {
      const file = `observability/grafana/dashboards/${dashboard}.json`;
      expect(
        dashboards.map(({ uid }) => uid),
        alert,
      ).toContain(dashboard);
      expect(read(file), alert).toContain(runbookOf(alert));
    }
  });

  it('burn rates: 14.4 times what may fail of 99.9 % is 1.44 %', () => {
    expect(limit(14.4, 0.999)).toBe(0.0144);
  });

  it('each promise has a page and a ticket, each over a long and a short window', () => {
    const burning = allRules().filter((rule) => 'alert' in rule && rule.labels.slo);
    expect(burning).toHaveLength(slos.length * 2);
    for (const { expr } of burning) expect(expr.match(/ and /g)).toHaveLength(2);
  });
});

describe('containers', () => {
  const script = read('deploy/role.sh');

  it.each(roles)('role.sh runs $name with the flags of the supervisor', ({ name, nodeFlags, entry }) => {
    const flags = new RegExp(`^  ${name}\\)\\n    flags=\\(([^)]*)\\)`, 'm').exec(script)?.[1];
    expect(flags?.split(/\s+/)).toEqual([...nodeFlags]);
    expect(entry).toBe(`${name}.js`);
  });

  it.each([...composeChecks, ...configurationChecks])('$name', async ({ run }) => {
    expect(await run()).toBeTypeOf('object');
  });

  it.each(['api', 'worker', 'realtime', 'renderer', 'provider', 'traces', 'migrate'])(
    'compose gives %s settings that the platform takes, and runs it by its name',
    (name) => {
      for (const file of ['observability/small.env', 'observability/full.env']) {
        const service = readCompose(readEnvFile(file)).services[name];
        expect(service?.command).toEqual([name]);
        const config = readConfig(service?.environment as NodeJS.ProcessEnv);
        expect(config.DATABASE_URL).toContain('@postgres:5432');
        expect(config.REDIS_URL).toContain('@redis:6379');
      }
    },
  );

  it('no secret that matters outside has a default', () => {
    expect(() => fillIn({})).toThrow('PROVIDER_TOKEN has to be set in .env');
  });

  it('Redis keeps what it is told and evicts nothing', () => {
    const command = readCompose().services.redis?.command ?? [];
    expect([...command].join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('the profiles bring what they should, and nothing of them runs without', () => {
    const { services } = readCompose();
    const of = (profile: string) =>
      Object.keys(services).filter((name) => services[name]?.profiles?.includes(profile));
    expect(of('small')).toEqual(['lgtm']);
    expect(of('full')).toEqual(['collector', 'tempo', 'loki', 'prometheus', 'alertmanager', 'grafana']);
    expect(readEnvFile('observability/full.env').COMPOSE_PROFILES).toBe('full');
  });
});

describe('Kubernetes', () => {
  const manifests = allManifests();
  const of = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
  const named = (kind: string) => of(kind).map(({ metadata }) => metadata.name);

  it('every object fits the schema of its kind', () => {
    expect(manifestProblems(manifests)).toEqual([]);
  });

  it('a wrong key is found', () => {
    const [deployment] = of('Deployment');
    expect(manifestProblems([{ ...deployment, spec: { replica: 2 } } as never])).toHaveLength(1);
  });

  it('what serves has probes, and a budget where there is more than one', () => {
    expect(named('PodDisruptionBudget').sort()).toEqual(['api', 'front', 'realtime', 'worker']);
    for (const { metadata, spec } of of('Deployment')) {
      const text = JSON.stringify(spec);
      expect(text, metadata.name).toContain('readinessProbe');
      expect(text, metadata.name).toContain('livenessProbe');
      expect(text, metadata.name).toContain('"runAsNonRoot":true');
    }
  });

  it('there is one realtime with a stand-by, never on the same machine', () => {
    const spec = of('Deployment').find(({ metadata }) => metadata.name === 'realtime')?.spec;
    expect(spec).toMatchObject({ replicas: 2, strategy: { rollingUpdate: { maxSurge: 0 } } });
    expect(JSON.stringify(spec)).toContain('requiredDuringSchedulingIgnoredDuringExecution');
  });

  it('KEDA scales the API and the workers by ages that the platform tells', () => {
    expect(named('ScaledObject').sort()).toEqual(['api', 'worker']);
    expect(scalingQueries().flatMap(problemsOf)).toEqual([]);
    expect(scalingQueries().filter(({ expr }) => expr.includes('_oldest_age_seconds'))).toHaveLength(2);
  });
});

describe('what the checks find', () => {
  it('a pipeline of the collector that counts after sampling', () => {
    const value = readYaml('observability/collector.yaml') as {
      service: { pipelines: Record<string, { processors: string[] }> };
    };
    value.service.pipelines.traces?.processors.push('tail_sampling');
    expect(collectorProblems(value)).toEqual(['pipeline traces: counts made after sampling are wrong']);
  });

  it('a data source that leads to none', () => {
    const file = 'observability/grafana/provisioning/datasources/trunkline.yaml';
    const value = JSON.parse(JSON.stringify(readYaml(file)).replaceAll('"uid":"tempo"', '"uid":"tmp"'));
    expect(sourceProblems(value)).toContain('there is no data source tempo');
  });

  it('queues: the alert on old jobs is tested with a queue that there is', () => {
    const text = readFileSync(join(root, 'observability/rules/tests/causes.yaml'), 'utf8');
    for (const [, queue] of text.matchAll(/queue="([^"]+)"/g)) expect(queueNames).toContain(queue);
  });
});
