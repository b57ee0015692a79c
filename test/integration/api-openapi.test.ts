import specs from '@asyncapi/specs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv, type AnySchema } from 'ajv';
import { describe, expect, it } from 'vitest';
import { asyncApiOf } from '../../src/api/asyncapi.ts';
import { openApiOf } from '../../src/api/openapi.ts';
import { routeTable } from '../../src/api/route-table.ts';
import { eventTypes } from '../../src/contracts/events.ts';

type Json = Record<string, unknown>;
type Operation = { operationId: string; parameters?: { name: string; in: string }[]; responses: Json };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

function refsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : refsOf(item),
  );
}

function lookUp(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key.replaceAll('~1', '/')], document);
}

describe('the OpenAPI document', () => {
  const document = openApiOf(routeTable) as unknown as Document;
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

  it('is of version 3.1 and has every route of the table', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      routeTable.map(({ method, path }) => `${method} ${path.replace(/:([a-zA-Z]+)/g, '{$1}')}`).sort(),
    );
  });

  it('is valid by the official schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(valid, JSON.stringify(errors, null, 1)).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares every parameter of a path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? [])
        .filter((one) => one.in === 'path')
        .map(({ name }) => name);
      expect(declared.sort(), path).toEqual(inPath.sort());
    }
  });

  it('refers only to what it contains', () => {
    const references = refsOf(document);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of references) expect(lookUp(document, reference), reference).toBeDefined();
  });

  it('describes lists as lists and defaults as defaults', () => {
    const parameters = document.paths['/api/v1/tickets']?.get?.parameters ?? [];
    expect(parameters.find(({ name }) => name === 'status')).toMatchObject({
      explode: false,
      schema: { type: 'array' },
    });
    expect(parameters.find(({ name }) => name === 'limit')).toMatchObject({
      schema: { type: 'integer', default: 50, maximum: 200 },
    });
  });
});

describe('the AsyncAPI document', () => {
  const document = asyncApiOf() as { asyncapi: string; channels: { socket: { messages: Json } } };

  it('is of version 3.0 and has every event type', () => {
    expect(document.asyncapi).toBe('3.0.0');
    expect(Object.keys(document.channels.socket.messages)).toEqual(expect.arrayContaining(eventTypes));
  });

  it('is valid by the official schema of AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const validate = ajv.compile(specs.schemasWithoutId['3.0.0'] as AnySchema);
    expect(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors, null, 1)).toBe(
      true,
    );
  });

  it('refers only to what it contains', () => {
    for (const reference of refsOf(document)) expect(lookUp(document, reference), reference).toBeDefined();
  });
});
