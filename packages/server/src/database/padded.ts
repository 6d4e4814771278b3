const lengths = [1, 10, 100, 500]

/** The same values for an `in (…)`, the last one repeated up to one of a few lengths, so that few texts of statements serve all. */
export function padded<Value>(values: Value[]): Value[] {
  const length = lengths.find((one) => one >= values.length) ?? values.length
  return [...values, ...Array<Value>(length - values.length).fill(values.at(-1)!)]
}
