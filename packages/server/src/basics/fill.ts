/** The text with its `{{names}}` replaced by the values. What stands in a value is not looked at again. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
