const limit = 500 // a few hundred texts recur; filters make rare ones

/** Memoises by string; clears itself at 500 entries, so that texts that callers choose can't fill the memory. */
export function memoisedByText<Value extends object>(): (text: string, make: () => Value) => Value {
  const kept = new Map<string, Value>()
  return (text, make) => {
    let value = kept.get(text)
    if (!value) {
      value = make()
      if (kept.size >= limit) kept.clear()
      kept.set(text, value)
    }
    return value
  }
}
