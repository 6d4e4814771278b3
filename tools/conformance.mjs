// `node tools/conformance.mjs <folder>` writes tests/conformance/*.json from Clerk's published specifications, which lie in that folder:
// what each operation answers and each event carries, as JSON Schema. Shapes only: no sentence of the specifications is taken along.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const [folder] = process.argv.slice(2)
const copied = ['type', 'enum', 'required', 'pattern', 'minimum', 'maximum', 'minItems']
if (!folder) throw new Error('Name the folder that has the specifications: node tools/conformance.mjs <folder>')

for (const name of ['frontend-api', 'backend-api', 'webhooks']) {
  const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}.`))
  if (!file) throw new Error(`${folder} has no ${name}.*.yml`)
  const shapes = Object.entries(shapesOf(parse(readFileSync(join(folder, file), 'utf8'))))
  const lines = shapes.map(([key, shape]) => `${JSON.stringify(key)}:${JSON.stringify(shape)}`)
  const target = fileURLToPath(new URL(`../tests/conformance/${name}.json`, import.meta.url))
  writeFileSync(target, `{"$id":"${name}","$comment":"${file}","$defs":{\n${lines.join(',\n')}\n}}\n`)
}

/** `GET /v1/client` or `user.created` with what it carries, then the components that these use. */
function shapesOf(specification) {
  const { schemas, responses = {} } = specification.components
  const shapes = {}
  for (const [path, operations] of Object.entries(specification.paths ?? {})) {
    for (const [method, { responses: answers }] of Object.entries(operations))
      if (answers) shapes[`${method.toUpperCase()} ${path}`] = shapeOf(successOf(answers, responses) ?? {}, schemas)
  }
  for (const [type, { post }] of Object.entries(specification['x-webhooks'] ?? {}))
    shapes[type] = shapeOf(post.requestBody.content['application/json'].schema, schemas).properties.data
  if (specification.paths) shapes.ClerkErrors = shapeOf(schemas.ClerkErrors, schemas)

  const add = (shape) => {
    for (const [, name] of JSON.stringify(shape).matchAll(/"#\/\$defs\/(.+?)"/g)) {
      if (shapes[name]) continue
      shapes[name] = shapeOf(schemas[name], schemas)
      add(shapes[name])
    }
  }
  add(shapes)
  return shapes
}

/** The schema of the answers that are no refusal; undefined where they have none. */
function successOf(answers, responses) {
  return Object.entries(answers)
    .filter(([status]) => status.startsWith('2'))
    .map(([, answer]) => (answer.$ref ? responses[nameOf(answer)] : answer).content?.['application/json']?.schema)
    .find((schema) => schema)
}

/** A schema of OpenAPI 3.0 as JSON Schema, in which an object has no members beside those that are named. */
function shapeOf(schema, schemas) {
  const of = (part) => shapeOf(part, schemas)
  if (schema.$ref) return { $ref: `#/$defs/${nameOf(schema)}` }
  if (schema.allOf?.length > 1 || (schema.allOf && schema.properties)) return of(joined(schema, schemas))
  const shape = schema.allOf ? { ...of(schema.allOf[0]), ...(!schema.nullable && { type: schema.type }) } : ownShape(schema, of)
  return schema.nullable ? orNull(shape) : shape
}

/** One object in place of parts that complete each other, since each of them would refuse the members of the rest. */
function joined({ allOf = [], ...own }, schemas) {
  const parts = [...allOf, own].map((part) => {
    const target = part.$ref ? schemas[nameOf(part)] : part
    return target.allOf ? joined(target, schemas) : target
  })
  return {
    type: 'object',
    nullable: parts.some((part) => part.nullable),
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => part.required ?? []),
  }
}

function ownShape(schema, of) {
  const shape = Object.fromEntries(copied.map((key) => [key, schema[key]]))
  const { items, properties, anyOf = schema.oneOf, additionalProperties = !properties } = schema
  if (anyOf) shape.anyOf = anyOf.map(of) // "one of" would refuse what fits two alternatives
  if (items) shape.items = of(items)
  if (properties) {
    // What is required may be there, also where its shape is not told.
    const untold = Object.fromEntries((schema.required ?? []).map((name) => [name, {}]))
    shape.properties = Object.fromEntries(Object.entries({ ...untold, ...properties }).map(([name, part]) => [name, of(part)]))
  }
  if (additionalProperties !== true) shape.additionalProperties = additionalProperties && of(additionalProperties)
  return shape
}

function orNull(shape) {
  const { type, enum: values, anyOf = [shape], ...rest } = shape
  if (!type || shape.anyOf) return { anyOf: [...anyOf, { type: 'null' }] }
  return { ...rest, type: [type, 'null'], ...(values && { enum: [...values, null] }) }
}

function nameOf({ $ref }) {
  return $ref.split('/').at(-1)
}
