const limit = 500 // the same few hundred texts come again and again; filters make rare ones

/** Keeps what is made of each text. Once there are too many it begins anew, so that what callers choose can't fill the memory. */
export function keptByText<Value extends object>(): (text: string, make: () => Value) => Value {
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
