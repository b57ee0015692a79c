/** JSON Schema of our contracts for OpenAPI and AsyncAPI: named schemas once, under `components`. */
import * as z from 'zod/mini';
import { documentedAs } from './http.ts';

type Json = Record<string, unknown>;

export interface SchemaCollector {
  /** A schema in place, with references to the named ones. `input` is what comes in, before defaults. */
  of(schema: z.ZodMiniType, io: 'input' | 'output'): Json;
  /** The named schemas that were referred to. */
  readonly schemas: Json;
}

/** `named` schemas become components; everything else stands where it is used. */
export function createSchemaCollector(named: Readonly<Record<string, z.ZodMiniType>>): SchemaCollector {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const schemas: Json = {};
  return {
    schemas,
    of(schema, io) {
      const {
        $schema: _dialect,
        $defs,
        ...own
      } = z.toJSONSchema(schema, {
        io,
        metadata: registry,
        unrepresentable: 'any',
        target: 'draft-2020-12',
        override({ zodSchema, jsonSchema }) {
          const as = documentedAs.get(zodSchema);
          if (!as) return;
          for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
          Object.assign(jsonSchema, as);
        },
      }) as Json & { $defs?: Json };
      for (const [name, definition] of Object.entries($defs ?? {})) {
        schemas[name] ??= relink(definition);
      }
      const id = own.id;
      if (typeof id === 'string' && id in named) {
        const { id: _id, ...definition } = own;
        schemas[id] ??= relink(definition);
        return { $ref: `#/components/schemas/${id}` };
      }
      return relink(own) as Json;
    },
  };
}

/** References of a schema of its own become references into `components`. */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string'
        ? item.replace('#/$defs/', '#/components/schemas/')
        : relink(item),
    ]),
  );
}
