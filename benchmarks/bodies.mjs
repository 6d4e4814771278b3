/** Strange bodies of 100 KB, such as strangers send to stop a process; `wellFormed` is one that is what it should be. */
const size = 100 * 1024
const form = 'application/x-www-form-urlencoded'
const json = 'application/json'
const multipart = 'multipart/form-data; boundary=x'
const filled = (text) => text.repeat(size / text.length)
const part = '--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n\r\n'

export const wellFormed = { type: json, body: JSON.stringify({ unsafe_metadata: { text: 'x'.repeat(size - 50) } }) }

export const strange = [
  { type: form, body: filled('a&') },
  { type: form, body: filled('a[]=&') },
  { type: form, body: `identifier=${filled('%')}` },
  { type: json, body: `{${filled('"a":0,')}"a":0}` },
  { type: json, body: `{${Array.from({ length: size / 11 }, (_, at) => `"${String(at).padStart(6, '0')}":0`).join()}}` },
  { type: json, body: `{"unsafe_metadata":${'{"a":'.repeat(size / 6)}0${'}'.repeat(size / 6)}}` },
  { type: json, body: `{"identifier":[${filled('[],')}0]}` },
  { type: multipart, body: `${filled(part)}--x--` },
  { type: multipart, body: `--x\r\n${filled('A: b\r\n')}\r\n--x--` },
]
