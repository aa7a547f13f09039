// Leaves of a reply only what its schema names: a column more in a query is no field more in an answer.
type Json = Record<string, unknown>
type Trim = (value: unknown) => unknown

/** From a JSON Schema without references. Records, unions and what has no schema pass as they are. */
export function trimmer(schema: Json): Trim {
  const { anyOf, items, properties } = schema as { anyOf?: Json[]; items?: Json; properties?: Json }
  if (anyOf) return trimNullable(anyOf)
  if (items && !Array.isArray(items)) return trimItems(trimmer(items))
  if (properties) return trimFields(properties)
  return (value) => value
}

function trimNullable(options: Json[]): Trim {
  const [only, more] = options.filter((option) => option.type !== 'null')
  return only && !more ? trimmer(only) : (value) => value
}

const trimItems =
  (trim: Trim): Trim =>
  (value) =>
    Array.isArray(value) ? value.map(trim) : value

function trimFields(properties: Json): Trim {
  const fields = Object.entries(properties).map(([name, schema]) => [name, trimmer(schema as Json)] as const)
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    const kept: Json = {}
    for (const [name, trim] of fields) {
      const held = (value as Json)[name]
      if (held !== undefined) kept[name] = trim(held)
    }
    return kept
  }
}
