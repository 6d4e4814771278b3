import { describe, expect, test } from 'vitest'
import { typedCode } from './typed-code.js'

describe('a code is found in what was typed or pasted', () => {
  test.each([
    ['482913', '482913'],
    ['482 913', '482913'],
    ['482-913', '482913'],
    ['48 29 13', '482913'],
    ['4 8 2 9 1 3', '482913'],
    ['482\u00a0913', '482913'],
    ['482\u2011913', '482913'],
    ['482 – 913', '482913'],
    ['482\u200b913', '482913'],
    ['\u2066482913\u2069', '482913'],
    ['G-482 913', '482913'],
    ['Your code is 482913, valid 10 minutes', '482913'],
    ['Your code is 482 913. It is valid for 10 minutes.', '482913'],
    ['482913 10 minutes', '482913'],
    ['482913 is your code for My app', '482913'],
    ['2026-11-29: 482913', '482913'],
    ['2026-11-29 482913', '482913'],
    ['29.11.2026, 12:34 Uhr: 482913', '482913'],
    ['+49 170 1234567: 482913', '482913'],
    ['Order 1234567, code 482913', '482913'],
    ['482913 (again: 482 913)', '482913'],
    ['@app.example #482913', '482913'],
    ['您的验证码是482913，10分钟内有效', '482913'],
    ['４８２９１３', '４８２９１３'],
    ['٤٨٢٩١٣', '٤٨٢٩١٣'],
    ['𝟺𝟾𝟸𝟿𝟷𝟹', '𝟺𝟾𝟸𝟿𝟷𝟹'],
  ])('%j holds the code %s and no other', (text, digits) => {
    expect(typedCode(text)).toEqual({ digits, isSure: true })
  })

  test.each([
    ['', ''],
    ['none', ''],
    ['4829', '4829'],
    ['4829 1', '48291'],
    ['48291 minutes 3', '482913'],
    ['12:34:56', '123456'],
    ['1234567', '123456'],
    ['1234567890', '123456'],
    ['2026-11-29', '202611'],
    ['Order 998877, code 482913', '998877'],
    ['Order 12 34 56, code 482913', '482913'],
    ['482 913 10 minutes', '482913'],
  ])('%j leaves %j in the field for a second look', (text, digits) => {
    expect(typedCode(text)).toEqual({ digits, isSure: false })
  })
})
